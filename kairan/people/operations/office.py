"""Founding the office: the company and its first administrator, once."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kairan.people.details import Details, GivenAddress
from kairan.people.models import Company, User
from kairan.people.operations.members import hire
from kairan.shell.refusals import Refused


@transaction.atomic
def found(
    *,
    company: str,
    administrator: Details,
    password: str,
    addresses: Sequence[GivenAddress] = (),
) -> User:
    """Make the company and its first administrator; refused as soon as there is one.

    Raises ValidationError where a value or the password does not do: the command line has no form.

    The company is a single row: whoever comes second waits at it, and then finds the
    administrator of the first.
    """
    _validate(administrator, password)
    row, _made = Company.objects.get_or_create(pk=Company.THE_ONE, defaults={"name": company})
    row = Company.objects.select_for_update().get(pk=row.pk)
    if User.objects.administrators().exists():
        raise Refused(_("This office has been set up already. Sign in instead."))
    row.name = company
    row.save(update_fields=["name"])
    details = replace(administrator, kind=User.Kind.ADMINISTRATOR)
    return hire(details, password=password, addresses=addresses, by=None)


def _validate(details: Details, password: str) -> None:
    person = User()
    details.write_to(person)
    person.clean_fields(exclude=["password"])
    validate_password(password, person)


@transaction.atomic
def rename_company(name: str, *, by: User) -> None:
    """Give the company another name."""
    if not by.is_administrator:
        raise PermissionDenied
    Company.objects.update_or_create(pk=Company.THE_ONE, defaults={"name": name})
