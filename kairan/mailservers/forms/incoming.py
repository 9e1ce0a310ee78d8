"""The fields about POP3 servers: WebMail's, the one for POP before SMTP, the one for bounces."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.mailservers.forms.cards import Card, Group
from kairan.mailservers.forms.fields import (
    AddressField,
    ForgetField,
    HostField,
    MinutesField,
    PasswordField,
    PortField,
    SecondsField,
    UserField,
)
from kairan.mailservers.models import IncomingServer
from kairan.mailservers.models.servers import Protection
from kairan.mailservers.models.settings import NotificationMailbox

SECURITY = _("Security")
CHECK = _("Check the server's certificate")
CHECK_HELP = _("Leave this ticked unless the server has a certificate that nobody has signed.")
AUTHENTICATION = _("Authentication")
APOP_HELP = _(
    "APOP sends no password over the line, but not every server offers it. "
    "Kairan never falls back from APOP to Standard by itself."
)


class IncomingFields(forms.Form):
    """Where WebMail receives from, as a default for everybody's accounts."""

    incoming_host = HostField(
        label=_("Server"), help_text=_("Such as pop.example.com. Empty: people type their own.")
    )
    incoming_port = PortField(help_text=_("Usually 995 with TLS, 110 otherwise."))
    incoming_security = forms.ChoiceField(label=SECURITY, choices=Protection.choices)
    incoming_verify_certificate = forms.BooleanField(
        label=CHECK, required=False, help_text=CHECK_HELP
    )
    incoming_authentication = forms.ChoiceField(
        label=AUTHENTICATION, choices=IncomingServer.Authentication.choices, help_text=APOP_HELP
    )
    incoming_timeout = SecondsField(help_text=_("How long to wait for an answer of the server."))
    incoming_is_locked = forms.BooleanField(
        label=_("Locked: people cannot choose another incoming server"), required=False
    )


class PopAccountFields(forms.Form):
    """The mailbox that is logged in to before sending."""

    pop_host = HostField(label=_("Server"), help_text=_("Empty: the incoming server."))
    pop_port = PortField(help_text=_("Usually 995 with TLS, 110 otherwise."))
    pop_security = forms.ChoiceField(label=SECURITY, choices=Protection.choices)
    pop_verify_certificate = forms.BooleanField(label=CHECK, required=False, help_text=CHECK_HELP)
    pop_user = UserField(
        help_text=_("An account for this only, whose mailbox nobody reads in WebMail.")
    )
    pop_password = PasswordField()
    pop_forget_password = ForgetField()
    pop_authentication = forms.ChoiceField(
        label=AUTHENTICATION, choices=IncomingServer.Authentication.choices, help_text=APOP_HELP
    )
    pop_timeout = SecondsField(help_text=_("How long to wait for an answer of the server."))
    pop_login_counts_for = MinutesField(
        least=1,
        most=24 * 60,
        label=_("How long a login counts (minutes)"),
        help_text=_(
            "Ask whoever runs the server; 10 minutes is usual. Before a letter leaves, the login "
            "is made anew whenever this time has run out."
        ),
    )
    pop_read_anyway = forms.BooleanField(
        label=_("Yes, use this account although somebody reads it in WebMail"), required=False
    )


class NotificationMailboxFields(forms.Form):
    """The mailbox in which bounces and replies arrive."""

    mailbox_choice = forms.ChoiceField(
        label=_("Mailbox"), choices=NotificationMailbox.choices, widget=forms.RadioSelect
    )
    mailbox_address = AddressField(
        label=_("Its e-mail address"),
        help_text=_("Mail that cannot be delivered comes back to this address."),
    )
    mailbox_host = HostField(label=_("Server"), help_text=_("Empty: the incoming server."))
    mailbox_port = PortField(help_text=_("Usually 995 with TLS, 110 otherwise."))
    mailbox_security = forms.ChoiceField(label=SECURITY, choices=Protection.choices)
    mailbox_verify_certificate = forms.BooleanField(
        label=CHECK, required=False, help_text=CHECK_HELP
    )
    mailbox_user = UserField()
    mailbox_password = PasswordField()
    mailbox_forget_password = ForgetField()
    mailbox_authentication = forms.ChoiceField(
        label=AUTHENTICATION, choices=IncomingServer.Authentication.choices, help_text=APOP_HELP
    )
    mailbox_timeout = SecondsField(help_text=_("How long to wait for an answer of the server."))


INCOMING = Card(
    "incoming",
    _("Incoming server (POP3)"),
    _(
        "WebMail receives from here. This is what new accounts start with; "
        "the applications do not need it."
    ),
    [
        Group(["incoming_host", "incoming_port", "incoming_security", "incoming_authentication",
               "incoming_timeout"]),
        Group(["incoming_verify_certificate"], "incoming_security=starttls|tls"),
        Group(["incoming_is_locked"]),
    ],
)  # fmt: skip

POP_ACCOUNT = Card(
    "pop",
    _("POP before SMTP account"),
    _(
        "Some servers take letters only from a machine that has just logged in to a mailbox. "
        "Kairan logs in to this one before it sends. It should be used for nothing else."
    ),
    [
        Group(["pop_host", "pop_port", "pop_security", "pop_user", "pop_password",
               "pop_authentication", "pop_timeout", "pop_login_counts_for"]),
        Group(["pop_verify_certificate"], "pop_security=starttls|tls"),
        Group(["pop_forget_password"]),
    ],
    when="outgoing_authentication=pop-before-smtp mailbox_choice=pop-account",
)  # fmt: skip

NOTIFICATION_MAILBOX = Card(
    "mailbox",
    _("Notification mailbox (POP3)"),
    _("Where mail that cannot be delivered, and answers to notifications, come back to."),
    [
        Group(["mailbox_choice"]),
        Group(["mailbox_address"], "mailbox_choice=own|pop-account"),
        Group(["mailbox_host", "mailbox_port", "mailbox_security", "mailbox_user",
               "mailbox_password", "mailbox_authentication", "mailbox_timeout",
               "mailbox_verify_certificate", "mailbox_forget_password"], "mailbox_choice=own"),
    ],
)  # fmt: skip
