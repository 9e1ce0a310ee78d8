"""The folders everybody has, made when they are first needed."""

from django.db.models import OuterRef

from kairan.people.models import User
from kairan.shell.asking import ASKER, MANY, Counted, Rows
from kairan.webmail.models import Folder, Message

STANDARD = (
    Folder.Kind.INBOX,
    Folder.Kind.SENT,
    Folder.Kind.ARCHIVE,
    Folder.Kind.SPAM,
    Folder.Kind.TRASH,
)
# Not wanted: what lies there stands in no other list, and is not counted as unread.
ASIDE = (Folder.Kind.SPAM, Folder.Kind.TRASH)


_UNREAD = {
    "unread": Counted(Message.objects.unread().filter(folder=OuterRef("pk")).newest_first()[:MANY])
}
_FOLDERS = Rows(lambda: Folder.objects.visible_to(ASKER).annotate(**_UNREAD))
_INBOX = Rows(lambda: Folder.objects.visible_to(ASKER).filter(kind=Folder.Kind.INBOX))


def folder(person: User, kind: Folder.Kind) -> Folder:
    """Return the folder of that kind of ``person``; it is made where it is missing."""
    found, _is_new = Folder.objects.get_or_create(owner=person, kind=kind)
    return found


def inbox_of(person: User) -> Folder:
    """Return the inbox of ``person``; one that is not stored where they have none yet."""
    found = _INBOX.of(person)
    return found[0] if found else Folder(owner=person, kind=Folder.Kind.INBOX)


def folders(person: User) -> list[Folder]:
    """Return all folders of ``person``, the standard ones first, their own by name.

    Each knows how many mails in it are unread, if fewer than :data:`MANY`.
    """
    found = _FOLDERS.of(person)
    by_kind = {each.kind: each for each in found}
    standard = [by_kind[kind] for kind in STANDARD if kind in by_kind]
    own = sorted((each for each in found if each.kind == Folder.Kind.OWN), key=lambda f: f.name)
    return [*standard, *own]
