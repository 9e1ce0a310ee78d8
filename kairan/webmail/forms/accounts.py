"""A mailbox and the servers it is reached by, as its owner or an administrator types it."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kairan.mailservers.forms.fields import (
    AddressField,
    HostField,
    LineField,
    MinutesField,
    NumberField,
    PasswordField,
    PortField,
    SecondsField,
    UserField,
)
from kairan.mailservers.forms.incoming import APOP_HELP, AUTHENTICATION, CHECK, CHECK_HELP, SECURITY
from kairan.mailservers.forms.outgoing import MECHANISM, MECHANISM_HELP, PORT_HELP
from kairan.mailservers.models import IncomingServer, MailServerSettings, OutgoingServer
from kairan.mailservers.models.servers import Protection
from kairan.webmail.accounts import SENDER, default_identity
from kairan.webmail.folders import folders
from kairan.webmail.models import Account, Folder

ABOUT = (
    "name",
    "receives",
    "sender_name",
    "sender_address",
    "leave",
    "leave_days",
    "heads_over",
    "folder",
    "colour",
    "is_default",
    "signature",
    "undo_seconds",
)
MEGABYTE = 1024 * 1024
LARGE = [
    ("", _("Fetch all mail whole")),
    *(
        (size * MEGABYTE, format_lazy(_("Fetch the beginning of mail over {size} MB"), size=size))
        for size in (1, 5, 10, 25)
    ),
]
INCOMING = ("host", "port", "security", "verify_certificate", "authentication", "timeout")
GUARDED = ("host", "port", "security", "verify_certificate", "authentication")
OUTGOING = (*INCOMING, "mechanism", "login_counts_for")


class AboutFields(forms.Form):
    """What the account is called, and what becomes of its mail."""

    name = LineField(label=_("Name of the account"), max_length=100)
    sender_name = LineField(
        label=_("Your name, as those you write to see it"), required=False, max_length=200
    )
    sender_address = AddressField(label=_("E-mail address"), required=True)
    receives = forms.BooleanField(label=_("Receive mail of this account"), required=False)
    folder = forms.ModelChoiceField(
        Folder.objects.none(), label=_("New mail goes to"), empty_label=None
    )
    leave = forms.ChoiceField(label=_("Mail on the server"), choices=Account.Leave.choices)
    leave_days = NumberField(
        least=1, most=3650, label=_("Days"), help_text=_("For “some days after receiving”.")
    )
    heads_over = forms.TypedChoiceField(
        label=_("Large mail"),
        choices=LARGE,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Of larger mail the beginning comes in, and the whole when you ask for it."),
    )
    colour = forms.ChoiceField(
        label=_("Colour in lists"), choices=Account.Colour.choices, required=False
    )
    is_default = forms.BooleanField(
        label=_("Write with this account unless I choose another"), required=False
    )
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        max_length=2_000,
        help_text=_("Stands below what you write with this account."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    undo_seconds = forms.ChoiceField(
        label=_("Time to take a letter back"), choices=Account.Undo.choices, required=False
    )


class IncomingFields(forms.Form):
    """Where its mail is fetched."""

    in_host = HostField(label=_("Server"), required=True)
    in_port = PortField(help_text=_("Usually 995 with TLS, 110 otherwise."))
    in_security = forms.ChoiceField(label=SECURITY, choices=Protection.choices)
    in_verify_certificate = forms.BooleanField(label=CHECK, required=False, help_text=CHECK_HELP)
    in_authentication = forms.ChoiceField(
        label=AUTHENTICATION, choices=IncomingServer.Authentication.choices, help_text=APOP_HELP
    )
    in_timeout = SecondsField()
    in_user = UserField(required=True)
    in_password = PasswordField(help_text=_("Empty: the password that is kept stays."))


class OutgoingFields(forms.Form):
    """Where its letters leave."""

    out_host = HostField(label=_("Server"), required=True)
    out_port = PortField(help_text=PORT_HELP)
    out_security = forms.ChoiceField(label=SECURITY, choices=Protection.choices)
    out_verify_certificate = forms.BooleanField(label=CHECK, required=False, help_text=CHECK_HELP)
    out_authentication = forms.ChoiceField(
        label=AUTHENTICATION,
        choices=OutgoingServer.Authentication.choices,
        help_text=_("POP before SMTP logs in to the mailbox above before a letter leaves."),
    )
    out_mechanism = forms.ChoiceField(
        label=MECHANISM, choices=OutgoingServer.Mechanism.choices, help_text=MECHANISM_HELP
    )
    out_login_counts_for = MinutesField(
        least=1, most=24 * 60, label=_("How long a POP login counts (minutes)")
    )
    out_timeout = SecondsField()
    out_user = UserField(help_text=_("For SMTP AUTH. Empty: the same as for receiving."))
    out_password = PasswordField(help_text=_("Empty: the password that is kept stays."))


class AccountForm(AboutFields, IncomingFields, OutgoingFields):
    """The whole account. What the office has locked cannot be typed, and follows the office."""

    def __init__(self, data: Any, *, account: Account, settings: MailServerSettings) -> None:
        super().__init__(data, initial=_initial(account, settings))
        self.account = account
        if not account.incoming_id:
            self.fields["in_password"].help_text = ""
            self.fields["out_password"].help_text = _("Empty: the same as for receiving.")
        self._offer_folders()
        self._locked = _locked(settings)
        for name in self._locked:
            del self.fields[name]

    def _offer_folders(self) -> None:
        """Offer the folders there are; with a first account they are only made."""
        mine = [each.pk for each in folders(self.account.owner)]
        field = self.fields["folder"]
        if not mine:
            del self.fields["folder"]
        elif isinstance(field, forms.ModelChoiceField):
            field.queryset = Folder.objects.visible_to(self.account.owner).filter(pk__in=mine)

    def clean_undo_seconds(self) -> int:
        """Return the seconds that were chosen."""
        return int(self.cleaned_data["undo_seconds"] or Account.Undo.TEN)

    def clean(self) -> dict[str, Any]:
        """Refuse logins without a password, and a kept password for another server."""
        typed = super().clean() or {}
        is_new = not self.account.incoming_id
        if is_new and not typed.get("in_password"):
            self.add_error("in_password", _("Type the password of the mailbox."))
        if not is_new:
            self._refuse_kept_password("in", self.account.incoming)
            self._refuse_kept_password("out", self.account.outgoing)
        return typed

    def _refuse_kept_password(self, side: str, server: IncomingServer | OutgoingServer) -> None:
        """A sealed password was typed for one server and one way of saying it: it stays there."""
        typed = self.cleaned_data
        user = typed.get(f"{side}_user") or typed.get("in_user")
        is_same_login = user == typed.get("in_user")
        fresh = typed.get(f"{side}_password") or (is_same_login and typed.get("in_password"))
        kept = server.password and not fresh
        is_other = any(f"{side}_{name}" in self.changed_data for name in GUARDED)
        if kept and (is_other or (user and user != server.user)):
            self.add_error(
                f"{side}_password",
                _("Type the password again: the one that is kept belongs to the server as it was."),
            )

    def about(self) -> dict[str, Any]:
        """Return the columns of the account."""
        return {name: self.cleaned_data[name] for name in ABOUT if name in self.fields}

    def incoming(self) -> dict[str, Any]:
        """Return the columns of its POP3 server."""
        typed = {**self._locked, **self.cleaned_data}
        columns = {name: typed[f"in_{name}"] for name in INCOMING}
        return {**columns, "user": typed["in_user"], "password": typed["in_password"]}

    def outgoing(self) -> dict[str, Any]:
        """Return the columns of its SMTP server; its login is the mailbox's unless typed."""
        typed = {**self._locked, **self.cleaned_data}
        columns = {name: typed[f"out_{name}"] for name in OUTGOING}
        user = typed["out_user"] or typed["in_user"]
        is_same_login = user == typed["in_user"]
        password = typed["out_password"] or (typed["in_password"] if is_same_login else "")
        return {**columns, "user": user, "password": password}


def _initial(account: Account, settings: MailServerSettings) -> dict[str, Any]:
    others = [name for name in ABOUT if name not in SENDER and name != "folder"]
    identity = default_identity(account)
    sender = {name: getattr(identity, column) for name, column in SENDER.items()}
    about = {**{name: getattr(account, name) for name in others}, **sender}
    incoming = account.incoming if account.incoming_id else settings.incoming or IncomingServer()
    outgoing = (
        account.outgoing if account.outgoing_id else settings.outgoing_webmail or OutgoingServer()
    )
    return {
        **about,
        "folder": account.folder_id,
        **{f"in_{name}": getattr(incoming, name) for name in INCOMING},
        "in_user": incoming.user if account.incoming_id else "",
        **{f"out_{name}": getattr(outgoing, name) for name in OUTGOING},
        "out_user": outgoing.user if account.outgoing_id else "",
    }


def _locked(settings: MailServerSettings) -> dict[str, Any]:
    """Return the fields that the office has settled for everybody, with their values."""
    locked: dict[str, Any] = {}
    if settings.incoming_is_locked and settings.incoming:
        locked |= {f"in_{name}": getattr(settings.incoming, name) for name in INCOMING}
    if settings.outgoing_webmail_is_locked and settings.outgoing_webmail:
        locked |= {f"out_{name}": getattr(settings.outgoing_webmail, name) for name in OUTGOING}
    return locked
