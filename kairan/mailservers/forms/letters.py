"""The fields about the letters themselves: whether, from whom, with which ids, in which code."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.mailservers.forms.cards import Card, Group
from kairan.mailservers.forms.codes import CODES
from kairan.mailservers.forms.fields import (
    AddressField,
    EitherField,
    HostField,
    LineField,
    PasswordField,
    UserField,
)
from kairan.mailservers.models.settings import SenderForm


class NotificationFields(forms.Form):
    """Whether the applications mail at all."""

    uses_notifications = EitherField(
        label=_("Notification via E-mail"),
        yes=pgettext_lazy("notification", "Use"),
        no=pgettext_lazy("notification", "Do not use"),
        help_text=_(
            "With “do not use” nothing is mailed, and what waits is cancelled. "
            "Password mails and test mails still go."
        ),
    )


class SenderFields(forms.Form):
    """Who stands in the From."""

    sender_form = forms.ChoiceField(
        label=_("Sender"), choices=SenderForm.choices, widget=forms.RadioSelect
    )
    company_name = LineField(
        label=_("Name of the office"),
        max_length=200,
        required=False,
        help_text=_(
            "Stands beside the address when no person acts, such as in reminders. "
            "Empty: the name of the company."
        ),
    )
    company_address = AddressField(
        label=_("Address of the office"),
        help_text=_("Notifications come from this address, so it must belong to your domain."),
    )
    fixed_address = AddressField(label=_("Fixed address"))
    envelope_sender = AddressField(
        label=_("Envelope sender"),
        help_text=_(
            "Servers return what they cannot deliver to this address. Empty: the notification "
            "mailbox, else the address of the office."
        ),
    )


class LetterFields(forms.Form):
    """What every letter carries, also one that is written in WebMail."""

    adds_message_id = EitherField(
        label=_("Message-Id"),
        yes=pgettext_lazy("Message-Id", "Add"),
        no=pgettext_lazy("Message-Id", "Do not add"),
        help_text=_(
            "Without it, mail programs cannot thread what belongs together, answers are "
            "recognised by their address only, and a letter whose fate is uncertain is never "
            "sent again by itself."
        ),
    )
    message_id_domain = HostField(
        label=_("Domain in the Message-Id"),
        help_text=_("Empty: the domain of the office's address."),
    )
    code = forms.ChoiceField(
        label=_("Default Character Code"),
        choices=CODES,
        help_text=_(
            "For text, subject, names and file names. A letter that does not fit goes out in "
            "UTF-8, whole."
        ),
    )


class TrialFields(forms.Form):
    """What the two test buttons need besides; none of it is kept."""

    test_user = UserField(
        label=_("User for Test receiving"),
        help_text=_("Somebody's login at the incoming server. Used for the test, never kept."),
    )
    test_password = PasswordField(label=_("Password for Test receiving"))
    test_to = AddressField(
        label=_("Send the test mail to"), help_text=_("Nothing else is sent, nothing is saved.")
    )


NOTIFICATION = Card(
    "notification",
    _("Notification via E-mail"),
    _("Whether reminders and news of the applications reach people by mail."),
    [Group(["uses_notifications"])],
)

SENDER = Card(
    "sender",
    _("Sender of notifications"),
    _("Who stands in the From of what the applications send."),
    [
        Group(["sender_form"]),
        Group(["company_name", "company_address", "envelope_sender"]),
        Group(["fixed_address"], "sender_form=fixed"),
    ],
)

LETTERS = Card(
    "letters",
    _("Letters"),
    _("Holds for notifications and for letters written in WebMail."),
    [
        Group(["adds_message_id"]),
        Group(["message_id_domain"], "adds_message_id=yes"),
        Group(["code"]),
    ],
)

TRIAL = Card(
    "trial",
    _("Try it out"),
    _("Both tests use what stands in this form now, before it is saved."),
    [Group(["test_to", "test_user", "test_password"])],
)
