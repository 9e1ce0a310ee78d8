"""What an administrator settles for the whole office, in one row."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.mail import message_id
from kairan.mail.address import wire_form
from kairan.mail.charsets import Code
from kairan.mail.message_id import MessageId
from kairan.mailservers.models.servers import IncomingServer, OutgoingServer

THE_ROW = 1


class SenderForm(models.TextChoices):
    """Who stands in the From of a notification."""

    PERSON_AT_OFFICE = (
        "person-at-office",
        gettext_lazy("Name of the acting person, address of the office"),
    )
    PERSON = "person", gettext_lazy("The acting person's own company address")
    OFFICE = "office", gettext_lazy("Name and address of the office")
    FIXED = "fixed", gettext_lazy("A fixed address")


class NotificationMailbox(models.TextChoices):
    """Where bounces and replies to notifications are read."""

    NONE = "none", gettext_lazy("None")
    OWN = "own", gettext_lazy("A mailbox of its own")
    POP_ACCOUNT = "pop-account", gettext_lazy("The POP before SMTP account")


class PlusAddresses(models.TextChoices):
    """Whether mail to the notification mailbox arrives with something behind a ``+``."""

    UNKNOWN = "unknown", gettext_lazy("not tested yet")
    TRIED = "tried", gettext_lazy("a test mail is on its way")
    WORK = "work", gettext_lazy("they work")
    FAIL = "fail", gettext_lazy("they do not work")


class MailServerSettings(models.Model):
    """The one row of Mail Server Settings; its columns hold the defaults until it is saved."""

    SenderForm = SenderForm
    NotificationMailbox = NotificationMailbox
    PlusAddresses = PlusAddresses

    uses_notifications = models.BooleanField(default=True)

    incoming = models.OneToOneField(
        IncomingServer, null=True, on_delete=models.PROTECT, related_name="+"
    )
    incoming_is_locked = models.BooleanField(default=False)
    outgoing_webmail = models.OneToOneField(
        OutgoingServer, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outgoing_webmail_is_locked = models.BooleanField(default=False)
    outgoing = models.OneToOneField(
        OutgoingServer, null=True, on_delete=models.PROTECT, related_name="+"
    )

    notification_mailbox = models.CharField(
        max_length=20, choices=NotificationMailbox.choices, default=NotificationMailbox.NONE
    )
    own_mailbox = models.OneToOneField(
        IncomingServer, null=True, on_delete=models.PROTECT, related_name="+"
    )
    notification_address = models.CharField(max_length=320, blank=True)
    plus_addresses = models.CharField(
        max_length=10, choices=PlusAddresses.choices, default=PlusAddresses.UNKNOWN
    )
    plus_tag = models.CharField(max_length=64, blank=True)
    plus_since = models.DateTimeField(null=True)

    sender_form = models.CharField(
        max_length=20, choices=SenderForm.choices, default=SenderForm.PERSON_AT_OFFICE
    )
    company_name = models.CharField(max_length=200, blank=True)
    company_address = models.CharField(max_length=320, blank=True)
    fixed_address = models.CharField(max_length=320, blank=True)
    envelope_sender = models.CharField(max_length=320, blank=True)

    adds_message_id = models.BooleanField(default=True)
    message_id_domain = models.CharField(max_length=253, blank=True)
    code = models.CharField(
        max_length=20, choices=[(code.value, code.human) for code in Code], default=Code.UTF_8.value
    )

    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=THE_ROW), name="one_row_of_settings")]

    def __str__(self) -> str:
        return _("Mail Server Settings")

    @classmethod
    def current(cls) -> MailServerSettings:
        """Return what holds now, with its servers, in one query; nothing is created."""
        found = (
            cls.objects.select_related(
                "incoming", "outgoing_webmail", "outgoing__pop_account", "own_mailbox"
            )
            .filter(pk=THE_ROW)
            .first()
        )
        return found or cls(pk=THE_ROW)

    @property
    def charset(self) -> Code:
        """The Default Character Code."""
        return Code(self.code)

    @property
    def own_domain(self) -> str:
        """The domain that the Message-IDs of this office end in, in ASCII."""
        if self.message_id_domain:
            return self.message_id_domain
        if self.company_address:
            domain = wire_form(self.company_address).rpartition("@")[2]
            if not domain.startswith("["):
                return domain
        return urlsplit(settings.URL).hostname or "localhost"

    def new_message_id(self) -> MessageId | None:
        """Return a fresh Message-ID for a letter, ``None`` where none is to be added."""
        return message_id.new(self.own_domain) if self.adds_message_id else None

    @property
    def is_set_up(self) -> bool:
        """Whether notifications have a server to go to and an address to come from."""
        return self.outgoing is not None and self.outgoing.is_set_up and bool(self.company_address)

    @property
    def notification_server(self) -> IncomingServer | None:
        """The mailbox that bounces and replies are read from, if any."""
        if self.notification_mailbox == NotificationMailbox.OWN:
            return self.own_mailbox
        if self.notification_mailbox == NotificationMailbox.POP_ACCOUNT and self.outgoing:
            return self.outgoing.pop_account
        return None

    def why_nothing_is_mailed(self) -> str | None:
        """Return why no notification leaves, as a sentence in the active language, or ``None``."""
        if not self.is_set_up:
            return _("Nothing is mailed: the mail servers are not set up yet.")
        if not self.uses_notifications:
            return _("Nothing is mailed: Notification via E-mail is set to “do not use”.")
        return None
