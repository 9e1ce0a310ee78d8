"""The one form of Mail Server Settings: every field, what it refuses, and what it proposes."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kairan.mailservers.forms import checks, rows
from kairan.mailservers.forms.cards import Card, DrawnCard, Group, drawn
from kairan.mailservers.forms.incoming import (
    INCOMING,
    NOTIFICATION_MAILBOX,
    POP_ACCOUNT,
    IncomingFields,
    NotificationMailboxFields,
    PopAccountFields,
)
from kairan.mailservers.forms.letters import (
    LETTERS,
    NOTIFICATION,
    SENDER,
    TRIAL,
    LetterFields,
    NotificationFields,
    SenderFields,
    TrialFields,
)
from kairan.mailservers.forms.outgoing import (
    OUTGOING,
    WEBMAIL_OUTGOING,
    OutgoingFields,
    WebMailOutgoingFields,
)
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.readers import readers_of

CARDS = [
    NOTIFICATION, OUTGOING, POP_ACCOUNT, SENDER, NOTIFICATION_MAILBOX, LETTERS,
    INCOMING, WEBMAIL_OUTGOING, TRIAL,
]  # fmt: skip


class Purpose(Enum):
    """What the form was sent for; the tests look only at what they use."""

    SAVE = "save"
    RECEIVING = "receiving"
    SENDING = "sending"


CHECKS: Mapping[Purpose, list[checks.Check]] = {
    Purpose.SAVE: [
        checks.incoming, checks.outgoing, checks.pop_account, checks.mailbox, checks.sender,
    ],
    Purpose.RECEIVING: [checks.trial_of_receiving, checks.pop_account, checks.mailbox],
    Purpose.SENDING: [
        checks.trial_of_sending, checks.outgoing, checks.pop_account, checks.sender,
    ],
}  # fmt: skip
USED: Mapping[Purpose, list[Card]] = {
    Purpose.SAVE: CARDS,
    Purpose.RECEIVING: [INCOMING, POP_ACCOUNT, NOTIFICATION_MAILBOX, TRIAL],
    Purpose.SENDING: [OUTGOING, POP_ACCOUNT, SENDER, LETTERS, TRIAL],
}


class MailServerSettingsForm(
    NotificationFields,
    OutgoingFields,
    PopAccountFields,
    SenderFields,
    NotificationMailboxFields,
    LetterFields,
    IncomingFields,
    WebMailOutgoingFields,
    TrialFields,
):
    """Everything on the page. Valid means: what it was sent for can be done."""

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        settings: MailServerSettings,
        purpose: Purpose = Purpose.SAVE,
        test_to: str = "",
    ) -> None:
        self.settings = settings
        self.purpose = purpose
        self.asks_read_anyway = False
        super().__init__(data, initial={**rows.shown(settings), "test_to": test_to})
        self._tell_about_kept("outgoing", settings.outgoing)
        self._tell_about_kept("pop", rows.pop_account_of(settings))
        self._tell_about_kept("mailbox", settings.own_mailbox)

    def _tell_about_kept(self, prefix: str, server: Any) -> None:
        if server is not None and server.password:
            self.fields[f"{prefix}_password"].help_text = _(
                "A password is kept and never shown. Leave this empty to keep it."
            )
        else:
            del self.fields[f"{prefix}_forget_password"]

    def clean(self) -> dict[str, Any]:
        """Add what cannot hold together, each sentence under its field."""
        typed = self.cleaned_data
        for check in CHECKS[self.purpose]:
            for complaint in list(check(typed, self.settings)):
                if complaint.field not in self.errors:
                    self.add_error(complaint.field, complaint.sentence)
        if self.purpose is Purpose.SAVE:
            self._ask_whether_read(typed)
        self._forgive_unused()
        return typed

    def _ask_whether_read(self, typed: Mapping[str, Any]) -> None:
        account = checks.pop_account_mailbox(typed)
        names = readers_of(account.mailbox) if account else []
        self.asks_read_anyway = bool(names)
        if names and not typed.get("pop_read_anyway"):
            self.add_error("pop_user", _who_reads(names))

    def _forgive_unused(self) -> None:
        used = {name for card in USED[self.purpose] for name in card.names}
        for name in [name for name in self.errors if name not in used]:
            del self.errors[name]

    def proposed(self) -> MailServerSettings:
        """Return the settings as typed, with their servers; nothing of it is saved."""
        return rows.fill(self.settings, self.cleaned_data)

    def cards(self) -> Iterator[DrawnCard]:
        """Yield the sections of the page; the second yes appears only where it is asked for."""
        for card in drawn(self, CARDS):
            asks = card.card is POP_ACCOUNT and self.asks_read_anyway
            yield drawn_with_question(self, card) if asks else card

    def complaints(self) -> list[tuple[str, str, str]]:
        """Return anchor, name and sentence of all that is wrong, in the order of the page."""
        return [
            (self[name].auto_id, f"{card.title}: {self[name].label}", str(sentence))
            for card in CARDS
            for name in card.names
            for sentence in self.errors.get(name, [])
        ]


QUESTION = Card("question", "", "", [Group(["pop_read_anyway"])])


def drawn_with_question(form: forms.Form, card: DrawnCard) -> DrawnCard:
    """Return ``card`` with the tick that says yes a second time."""
    [question] = drawn(form, [QUESTION])
    return DrawnCard(card.card, [*card.groups, *question.groups])


def _who_reads(names: list[str]) -> str:
    return _(
        "This mailbox is read in WebMail by: %(names)s. While Kairan logs in, the mailbox is "
        "locked for its readers, and once one of them changes the password nothing is sent any "
        "more. Use an account that nobody reads, or confirm below."
    ) % {"names": ", ".join(names)}
