"""A mailbox that somebody reads here, with the server that its letters leave by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.mailservers.models import IncomingServer, OutgoingServer
from kairan.people.models import User
from kairan.webmail.models.folders import Folder

if TYPE_CHECKING:
    from kairan.webmail.models.identities import Identity


class Denial(models.Model):
    """An administrator's word that somebody does not use WebMail; no row means that they may."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webmail_denial"
    )

    def __str__(self) -> str:
        return str(self.user)


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, person: User) -> AccountQuerySet:
        """One's own accounts, and nobody else's."""
        return self.filter(owner=person)

    def with_servers(self) -> AccountQuerySet:
        return self.select_related("owner", "incoming", "outgoing__pop_account")

    def with_identities(self) -> AccountQuerySet:
        return self.prefetch_related("identities")

    def receiving(self) -> AccountQuerySet:
        """Those that are received at all: switched on, owned by somebody who may use WebMail."""
        return self.filter(
            receives=True, owner__is_active=True, owner__webmail_denial=None
        ).exclude(incoming__host="")

    def unclaimed(self, now: datetime) -> AccountQuerySet:
        """Those that no worker is receiving."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))

    def due(self, now: datetime) -> AccountQuerySet:
        """Those whose time has come."""
        return self.receiving().unclaimed(now).filter(next_receive_at__lte=now)


class Account(models.Model):
    """One mailbox of one person. Several accounts of a person share that person's folders."""

    class Leave(models.TextChoices):
        ALWAYS = "always", _("Always leave mail on the server")
        DAYS = "days", _("Delete from the server some days after receiving")
        WHILE_KEPT = "while-kept", _("Delete from the server what is deleted here for good")
        NEVER = "never", _("Delete from the server once received")

    class Colour(models.TextChoices):
        NONE = "", _("None")
        BLUE = "blue", _("Blue")
        GREEN = "green", _("Green")
        AMBER = "amber", _("Amber")
        RED = "red", _("Red")

    class Undo(models.IntegerChoices):
        NO = 0, _("Let letters leave at once")
        FIVE = 5, _("5 seconds")
        TEN = 10, _("10 seconds")
        THIRTY = 30, _("30 seconds")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_accounts"
    )
    name = models.CharField(_("name of the account"), max_length=100)
    receives = models.BooleanField(_("receive mail of this account"), default=True)
    incoming = models.OneToOneField(
        IncomingServer, on_delete=models.PROTECT, related_name="account"
    )
    outgoing = models.OneToOneField(
        OutgoingServer, on_delete=models.PROTECT, related_name="account"
    )
    leave = models.CharField(
        _("mail on the server"), max_length=12, choices=Leave.choices, default=Leave.ALWAYS
    )
    leave_days = models.PositiveSmallIntegerField(_("days"), default=14)
    heads_over = models.PositiveBigIntegerField(null=True, blank=True)  # bytes; of larger mail
    folder = models.ForeignKey(
        Folder,
        on_delete=models.PROTECT,
        related_name="accounts",
        verbose_name=_("new mail goes to"),
    )
    colour = models.CharField(
        _("colour"), max_length=10, choices=Colour.choices, default=Colour.NONE, blank=True
    )
    is_default = models.BooleanField(_("write with this account by default"), default=False)
    undo_seconds = models.PositiveSmallIntegerField(
        _("time to take a letter back"), choices=Undo.choices, default=Undo.TEN
    )

    next_receive_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    received_from = models.CharField(max_length=520, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    # What the server listed when all of it had come in: the same again means nothing is new.
    shown_digest = models.CharField(max_length=64, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.JSONField(default=dict, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_default=True), name="one_default_account"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_receive_at"], condition=Q(receives=True), name="account_due"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def identity(self) -> Identity:
        """Whom one writes as with this account unless one chooses another; it is stored."""
        return self.identities.all()[0]
