"""What people do here. Each verb is one transaction and announces its own news."""

from django.db import transaction
from django.utils.translation import gettext as _

from kairan.apps.sampleapp.models import Entry
from kairan.apps.sampleapp.notices import EntryShared
from kairan.notices.operations import announce
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


@transaction.atomic
def share(title: str, text: str, *, author: User, to: Selection) -> Entry:
    """Write an entry that ``to`` may read, and tell them."""
    readers = [pk for pk in to.ids() if pk != author.pk]
    if not readers:
        raise Refused(_("Choose at least one reader besides yourself."))
    entry = Entry.objects.create(author=author, title=title, text=text)
    entry.readers.add(*readers)
    announce(EntryShared.of(entry), to=readers, by=author)
    return entry
