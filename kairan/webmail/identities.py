"""What people do with the identities of an account: add, change and remove them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.models import Identity

MOST = 50


@transaction.atomic
def save_identity(identity: Identity, columns: Mapping[str, Any]) -> Identity:
    """Keep an identity, new or changed, of an account that is stored; ``columns`` are its own.

    The first of an account is its default, and so is whichever was last made that.
    """
    others = Identity.objects.filter(account=identity.account_id).exclude(pk=identity.pk)
    if not identity.pk and others.count() >= MOST:
        raise Refused(_("You have very many identities already. Remove one you do not need."))
    was_default = identity.is_default
    for name, value in columns.items():
        setattr(identity, name, value)
    identity.is_default = identity.is_default or was_default or not others.exists()
    if identity.is_default:
        others.update(is_default=False)
    identity.save()
    return identity


@transaction.atomic
def remove_identity(identity: Identity) -> None:
    """Remove an identity; drafts are from then on written as the default one of its account."""
    if identity.is_default:
        raise Refused(_("This is the default identity. Make another one the default first."))
    identity.drafts.update(identity=identity.account.identity)
    identity.delete()


def own_addresses(person: User) -> set[str]:
    """Return the addresses that ``person`` writes from, in lower case."""
    mine = Identity.objects.visible_to(person).order_by()
    return {each.lower() for each in mine.values_list("address", flat=True)}
