"""Whom one writes as: the names and addresses that letters of an account may come from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User
from kairan.webmail.models.accounts import Account


class IdentityQuerySet(models.QuerySet["Identity"]):
    def visible_to(self, person: User) -> IdentityQuerySet:
        """One's own identities, and nobody else's; the one to write as by default first."""
        mine = self.filter(account__owner=person).select_related("account")
        return mine.order_by("-account__is_default", "account", "-is_default", "pk")


class Identity(models.Model):
    """A name and an address that letters come from, by the server of its account.

    Each account has exactly one default identity; it comes and goes with the account.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    name = models.CharField(_("sender name"), max_length=200, blank=True)
    address = models.CharField(_("sender address"), max_length=320)
    reply_to = models.CharField(_("answers go to"), max_length=320, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    copies_to_self = models.BooleanField(_("a blind copy to this address"), default=False)
    signature = models.TextField(_("signature"), blank=True)
    is_default = models.BooleanField(_("write as this identity by default"), default=False)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(is_default=True), name="one_default_identity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.account} <{self.address}>"
