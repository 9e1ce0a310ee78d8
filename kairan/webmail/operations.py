"""What people do with the mail they have: read, star, move, delete; and with their folders."""

from collections import Counter
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kairan import clock
from kairan.attachments import contents
from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.folders import folder
from kairan.webmail.models import Folder, Forgotten, Keeping, Message, Rule, Served
from kairan.webmail.searching import indexing
from kairan.webmail.threads.joining import forget_ids


@transaction.atomic
def mark_read(message: Message) -> None:
    """Note that the message was opened; the page that shows it says so itself."""
    Message.objects.filter(pk=message.pk, is_read=False).update(is_read=True)


@transaction.atomic
def mark(messages: QuerySet[Message], *, is_read: bool) -> int:
    """Mark messages as read or unread; return how many changed."""
    return messages.filter(is_read=not is_read).update(is_read=is_read)


@transaction.atomic
def star(messages: QuerySet[Message], *, is_starred: bool) -> int:
    """Give messages a star, or take it off; return how many changed."""
    return messages.filter(is_starred=not is_starred).update(is_starred=is_starred)


@transaction.atomic
def move(messages: QuerySet[Message], *, to: Folder) -> int:
    """Move messages to a folder of the same person; return how many moved."""
    trashed_at = timezone.now() if to.kind == Folder.Kind.TRASH else None
    mine = messages.exclude(folder=to).filter(owner=to.owner_id)
    return mine.update(folder=to, trashed_at=trashed_at)


@transaction.atomic
def throw_away(messages: QuerySet[Message], *, by: User) -> int:
    """Put messages into the trash; return how many were not there yet."""
    return move(messages, to=folder(by, Folder.Kind.TRASH))


@transaction.atomic
def delete_from_trash(messages: QuerySet[Message], *, by: User) -> int:
    """Delete for good those of messages that lie in the trash; return how many."""
    doomed = list(messages.filter(folder=folder(by, Folder.Kind.TRASH)))
    delete_for_good(doomed)
    return len(doomed)


@transaction.atomic
def delete_for_good(doomed: Collection[Message]) -> None:
    """Delete the rows now, their bytes once that is certain; the index forgets them soon."""
    pks = [each.pk for each in doomed]
    Forgotten.objects.bulk_create(
        Forgotten(owner_id=each.owner_id, number=each.pk) for each in doomed
    )
    clock.wake(indexing.ROUND)
    Served.objects.filter(message__in=pks).update(message=None)
    Message.objects.filter(pk__in=pks).delete()
    forget_ids(doomed)
    freed: Counter[int] = Counter()
    for each in doomed:
        freed[each.owner_id] += each.size
    for owner, size in freed.items():
        Keeping.count(owner, -size)
    transaction.on_commit(lambda: contents.discard([each.content_id for each in doomed]))


@transaction.atomic
def make_folder(name: str, *, by: User) -> Folder:
    """Make a folder of one's own."""
    if Folder.objects.visible_to(by).filter(name=name).exists():
        raise Refused(_("You have a folder of this name already. Choose another name."))
    return Folder.objects.create(owner=by, kind=Folder.Kind.OWN, name=name)


@transaction.atomic
def rename_folder(chosen: Folder, name: str) -> None:
    """Give a folder of one's own another name."""
    _refuse_standard(chosen)
    others = Folder.objects.filter(owner=chosen.owner_id, name=name).exclude(pk=chosen.pk)
    if others.exists():
        raise Refused(_("You have a folder of this name already. Choose another name."))
    Folder.objects.filter(pk=chosen.pk).update(name=name)


@transaction.atomic
def remove_folder(chosen: Folder) -> None:
    """Remove an empty folder of one's own that no account puts its mail into."""
    _refuse_standard(chosen)
    if chosen.messages.exists():
        raise Refused(_("There is still mail in this folder. Move or delete it first."))
    if chosen.accounts.exists():
        raise Refused(
            _("An account puts its new mail into this folder. Choose another there first.")
        )
    if Rule.objects.filter(folder=chosen).exists():
        raise Refused(_("A rule puts mail into this folder. Change the rule first."))
    chosen.delete()


def _refuse_standard(chosen: Folder) -> None:
    if chosen.kind != Folder.Kind.OWN:
        raise Refused(_("This folder belongs to every WebMail and stays as it is."))


@transaction.atomic
def show_pictures(message: Message) -> None:
    """Let the remote pictures of this mail be fetched from now on."""
    Message.objects.filter(pk=message.pk).update(shows_pictures=True)
