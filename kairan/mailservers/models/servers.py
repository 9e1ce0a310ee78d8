"""One mail server of either direction, with the login there."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from kairan.mail.servers import (
    PopAuthentication,
    PopServer,
    Security,
    SmtpAuthentication,
    SmtpMechanism,
    SmtpServer,
)
from kairan.mailservers.sealed import SealedField
from kairan.shell.feature import Mailbox


class Protection(models.TextChoices):
    """How a connection is protected."""

    NONE = Security.NONE.value, _("None")
    STARTTLS = Security.STARTTLS.value, "STARTTLS"
    TLS = Security.TLS.value, "TLS"


class Server(models.Model):
    """What every mail server has. An empty ``host`` means: not set up.

    ``is_personal`` marks the server of somebody's own account: what the office locks holds for it.
    """

    host = models.CharField(max_length=255, blank=True)
    security = models.CharField(max_length=10, choices=Protection.choices, default=Protection.TLS)
    verify_certificate = models.BooleanField(default=True)
    user = models.CharField(max_length=255, blank=True)
    password = SealedField()
    timeout = models.PositiveSmallIntegerField(default=30, help_text="Seconds.")
    is_personal = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def is_set_up(self) -> bool:
        """Whether somebody has named a server."""
        return bool(self.host)


class IncomingServer(Server):
    """A POP3 server and a mailbox there."""

    class Authentication(models.TextChoices):
        STANDARD = PopAuthentication.STANDARD.value, _("Standard")
        APOP = PopAuthentication.APOP.value, "APOP"

    port = models.PositiveIntegerField(default=995)
    authentication = models.CharField(
        max_length=10, choices=Authentication.choices, default=Authentication.STANDARD
    )

    def __str__(self) -> str:
        return f"{self.user}@{self.host}:{self.port}"

    @property
    def mailbox(self) -> Mailbox:
        """Which mailbox this is, as one asks who reads it."""
        return Mailbox(host=self.host.lower(), user=self.user)

    def wire(self) -> PopServer:
        """Return what the POP3 client needs, the password unsealed."""
        return PopServer(
            host=self.host,
            port=self.port,
            security=Security(self.security),
            verify_certificate=self.verify_certificate,
            authentication=PopAuthentication(self.authentication),
            user=self.user,
            password=self.password.reveal(),
            timeout=float(self.timeout),
        )


class OutgoingServer(Server):
    """An SMTP server, the login there, and how much it can be given.

    ``pop_account`` is the mailbox that POP before SMTP logs in to; ``login_counts_for`` how long
    the server then relays.
    """

    class Authentication(models.TextChoices):
        NONE = SmtpAuthentication.NONE.value, _("None")
        POP_BEFORE_SMTP = SmtpAuthentication.POP_BEFORE_SMTP.value, "POP before SMTP"
        AUTH = SmtpAuthentication.AUTH.value, "SMTP AUTH"

    class Mechanism(models.TextChoices):
        BEST = SmtpMechanism.BEST.value, _("The best that the server offers")
        PLAIN = SmtpMechanism.PLAIN.value, "PLAIN"
        LOGIN = SmtpMechanism.LOGIN.value, "LOGIN"
        CRAM_MD5 = SmtpMechanism.CRAM_MD5.value, "CRAM-MD5"

    port = models.PositiveIntegerField(default=587)
    security = models.CharField(
        max_length=10, choices=Protection.choices, default=Protection.STARTTLS
    )
    authentication = models.CharField(
        max_length=20, choices=Authentication.choices, default=Authentication.NONE
    )
    mechanism = models.CharField(max_length=10, choices=Mechanism.choices, default=Mechanism.BEST)
    pop_account = models.ForeignKey(
        IncomingServer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    login_counts_for = models.DurationField(default=timedelta(minutes=10))
    size_limit = models.PositiveIntegerField(
        default=25 * 1024 * 1024,
        help_text="Bytes of a whole letter; 0: only the server's own limit.",
    )
    connections = models.PositiveSmallIntegerField(default=10)
    letters_per_connection = models.PositiveIntegerField(default=1000, help_text="0: no limit.")
    letters_per_minute = models.PositiveIntegerField(default=0, help_text="0: no limit.")

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def needs_pop_login(self) -> bool:
        """Whether a POP3 login has to come before a letter."""
        return self.authentication == self.Authentication.POP_BEFORE_SMTP

    def wire(self) -> SmtpServer:
        """Return what the SMTP client needs; user and password only where SMTP AUTH uses them."""
        logs_in = self.authentication == self.Authentication.AUTH
        return SmtpServer(
            host=self.host,
            port=self.port,
            security=Security(self.security),
            verify_certificate=self.verify_certificate,
            authentication=SmtpAuthentication(self.authentication),
            mechanism=SmtpMechanism(self.mechanism),
            user=self.user if logs_in else "",
            password=self.password.reveal() if logs_in else "",
            timeout=float(self.timeout),
        )
