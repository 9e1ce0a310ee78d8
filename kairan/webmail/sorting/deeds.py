"""What one can do to many mails at once, by the words in which forms and jobs name it."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail import operations
from kairan.webmail.folders import folder
from kairan.webmail.models import Folder, Label, Message
from kairan.webmail.sorting import labels
from kairan.webmail.sorting.spam import is_no_spam, is_spam

Deed = Callable[[QuerySet[Message]], int]


def deed(words: str, *, by: User) -> Deed:
    """Return what ``words`` ("archive", "move-12", "label-3") says, as ``by`` does it.

    It takes messages and returns how many it has changed. Raises ``Refused`` for words that say
    nothing, or name a folder or a label that ``by`` does not have.
    """
    found = _plain(words, by) or _named(*words.rpartition("-")[::2], by)
    if found is None:
        raise Refused(_("Choose what to do with the mail; what you chose is not there any more."))
    return found


def _plain(words: str, by: User) -> Deed | None:
    deeds: dict[str, Deed] = {
        "read": lambda rows: operations.mark(rows, is_read=True),
        "unread": lambda rows: operations.mark(rows, is_read=False),
        "star": lambda rows: operations.star(rows, is_starred=True),
        "unstar": lambda rows: operations.star(rows, is_starred=False),
        "archive": lambda rows: operations.move(rows, to=folder(by, Folder.Kind.ARCHIVE)),
        "spam": lambda rows: is_spam(rows, by=by),
        "not-spam": lambda rows: is_no_spam(rows, by=by),
        "trash": lambda rows: operations.throw_away(rows, by=by),
        "delete": lambda rows: operations.delete_from_trash(rows, by=by),
    }
    return deeds.get(words)


def _named(verb: str, typed: str, by: User) -> Deed | None:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    if verb == "move":
        to = Folder.objects.visible_to(by).filter(pk=number).first()
        return (lambda rows: operations.move(rows, to=to)) if to else None
    chosen = Label.objects.visible_to(by).filter(pk=number).first()
    if chosen is None:
        return None
    if verb == "label":
        return lambda rows: labels.put_on(chosen, rows)
    return (lambda rows: labels.take_off(chosen, rows)) if verb == "unlabel" else None
