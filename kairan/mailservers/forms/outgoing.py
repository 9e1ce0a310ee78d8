"""The fields about SMTP servers: the one of the applications and the one of WebMail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.mailservers.forms.cards import Card, Group
from kairan.mailservers.forms.fields import (
    ForgetField,
    HostField,
    MegabytesField,
    MinutesField,
    NumberField,
    PasswordField,
    PortField,
    SecondsField,
    UserField,
)
from kairan.mailservers.forms.incoming import AUTHENTICATION, CHECK, CHECK_HELP, SECURITY
from kairan.mailservers.models import OutgoingServer
from kairan.mailservers.models.servers import Protection

PORT_HELP = _("Usually 587 with STARTTLS, 465 with TLS, 25 without protection.")
MECHANISM = _("How to log in")
MECHANISM_HELP = _("The best one offered is right unless the server's owner says otherwise.")


class WebMailOutgoingFields(forms.Form):
    """Where WebMail sends through, as a default for everybody's accounts."""

    webmail_host = HostField(
        label=_("Server"), help_text=_("Such as smtp.example.com. Empty: people type their own.")
    )
    webmail_port = PortField(help_text=PORT_HELP)
    webmail_security = forms.ChoiceField(label=SECURITY, choices=Protection.choices)
    webmail_verify_certificate = forms.BooleanField(
        label=CHECK, required=False, help_text=CHECK_HELP
    )
    webmail_authentication = forms.ChoiceField(
        label=AUTHENTICATION,
        choices=OutgoingServer.Authentication.choices,
        help_text=_("POP before SMTP and SMTP AUTH use the login of each person's own account."),
    )
    webmail_mechanism = forms.ChoiceField(
        label=MECHANISM, choices=OutgoingServer.Mechanism.choices, help_text=MECHANISM_HELP
    )
    webmail_login_counts_for = MinutesField(
        least=1,
        most=24 * 60,
        label=_("How long a login counts (minutes)"),
        help_text=_("Receiving from the mailbox counts as a login; 10 minutes is usual."),
    )
    webmail_timeout = SecondsField(help_text=_("How long to wait for an answer of the server."))
    webmail_is_locked = forms.BooleanField(
        label=_("Locked: people cannot choose another outgoing server"), required=False
    )


class OutgoingFields(forms.Form):
    """Where everything that the applications send goes."""

    outgoing_host = HostField(label=_("Server"), help_text=_("Such as smtp.example.com."))
    outgoing_port = PortField(help_text=PORT_HELP)
    outgoing_security = forms.ChoiceField(label=SECURITY, choices=Protection.choices)
    outgoing_verify_certificate = forms.BooleanField(
        label=CHECK, required=False, help_text=CHECK_HELP
    )
    outgoing_authentication = forms.ChoiceField(
        label=AUTHENTICATION,
        choices=OutgoingServer.Authentication.choices,
        help_text=_(
            "Not sure whether the server needs POP before SMTP? Choose None and press “Send a "
            "test mail”: the test tries without, recognises the refusal and offers it."
        ),
    )
    outgoing_mechanism = forms.ChoiceField(
        label=MECHANISM, choices=OutgoingServer.Mechanism.choices, help_text=MECHANISM_HELP
    )
    outgoing_user = UserField()
    outgoing_password = PasswordField()
    outgoing_forget_password = ForgetField()
    outgoing_timeout = SecondsField(help_text=_("How long to wait for an answer of the server."))
    outgoing_size_limit = MegabytesField(
        least=0,
        most=1024,
        label=_("Largest letter (megabytes)"),
        help_text=_("A larger letter is refused here already. 0: only the server's own limit."),
    )
    outgoing_connections = NumberField(
        least=1,
        most=50,
        label=_("Connections at the same time"),
        help_text=_("Ask whoever runs the server how many it allows."),
    )
    outgoing_letters_per_connection = NumberField(
        least=0, most=100_000, label=_("Letters per connection"), help_text=_("0: no limit.")
    )
    outgoing_letters_per_minute = NumberField(
        least=0,
        most=1_000_000,
        label=_("Letters per minute"),
        help_text=_("Over all connections together. 0: no limit."),
    )


WEBMAIL_OUTGOING = Card(
    "webmail",
    _("Outgoing server for WebMail (SMTP)"),
    _("WebMail sends people's own letters through it. This is what new accounts start with."),
    [
        Group(["webmail_host", "webmail_port", "webmail_security", "webmail_authentication",
               "webmail_timeout"]),
        Group(["webmail_mechanism"], "webmail_authentication=auth"),
        Group(["webmail_login_counts_for"], "webmail_authentication=pop-before-smtp"),
        Group(["webmail_verify_certificate"], "webmail_security=starttls|tls"),
        Group(["webmail_is_locked"]),
    ],
)  # fmt: skip

OUTGOING = Card(
    "outgoing",
    _("Outgoing server (SMTP)"),
    _("Sends reminders, notifications and every other mail of the applications."),
    [
        Group(["outgoing_host", "outgoing_port", "outgoing_security", "outgoing_authentication",
               "outgoing_timeout"]),
        Group(["outgoing_mechanism", "outgoing_user", "outgoing_password",
               "outgoing_forget_password"], "outgoing_authentication=auth"),
        Group(["outgoing_verify_certificate"], "outgoing_security=starttls|tls"),
        Group(["outgoing_connections", "outgoing_letters_per_connection",
               "outgoing_letters_per_minute", "outgoing_size_limit"]),
    ],
)  # fmt: skip
