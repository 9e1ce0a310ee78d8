"""What an administrator does with the letterhead: settle it, or go back to the standard one."""

from django.db import transaction

from kairan.letterhead.models import THE_ROW, Letterhead


@transaction.atomic
def settle(proposed: Letterhead) -> None:
    """Print every mail that is worded from now on with ``proposed``."""
    proposed.pk = THE_ROW
    proposed.save()


@transaction.atomic
def reset() -> None:
    """Go back to the standard letterhead: the name of the office, no logo, our own blue."""
    Letterhead.objects.all().delete()
