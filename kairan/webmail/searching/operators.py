"""The operators of a search: what each is called, and what it asks of a mail.

A new one is a function here and a line in OPERATORS; ``is:`` takes a line in STATES.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Q
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from kairan.fulltext.seeking import Sought, Wanted, mark, words_of
from kairan.fulltext.words import folded
from kairan.people.models import User
from kairan.webmail.models import Folder, Label, Labelled
from kairan.webmail.searching.days import day
from kairan.webmail.searching.reading import Typed
from kairan.webmail.searching.texts import ATTACHMENT, FILES, FROM, SUBJECT, TO, moment


@dataclass
class Asked:
    """What a query asks for, as far as it was read, in the time zone of ``person``.

    ``sought`` is for the index of words, ``conditions`` are on rows; those of them that an index
    of the database answers are ``indexed`` too. Spam and trash count only for one that
    ``is_anywhere``. ``sentences`` say what was not understood.
    """

    person: User
    sought: list[Sought] = field(default_factory=list)
    conditions: list[Q] = field(default_factory=list)
    is_anywhere: bool = False
    indexed: list[Q] = field(default_factory=list)
    since: int | None = None
    until: int | None = None
    sentences: list[str] = field(default_factory=list)

    def demand(self, condition: Q, typed: Typed, *, indexed: Q | None = None) -> None:
        """Ask for rows that meet ``condition``, or that do not.

        ``indexed`` says the same of the person's own rows so that an index answers it.
        """
        self.conditions.append(~condition if typed.is_unwanted else condition)
        if indexed is not None and not typed.is_unwanted:
            self.indexed.append(indexed)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing at all."""
        bounds = self.since is None and self.until is None
        return bounds and not self.sought and not self.conditions

    @property
    def wanted(self) -> Wanted:
        """What is wanted of the index of words."""
        return Wanted(tuple(self.sought), since=self.since, until=self.until)

    def later_than(self, bound: int) -> None:
        """Ask for nothing older than a moment."""
        self.since = bound if self.since is None else max(self.since, bound)

    def earlier_than(self, bound: int) -> None:
        """Ask for nothing at a moment or newer."""
        self.until = bound if self.until is None else min(self.until, bound)


Operator = Callable[[Asked, Typed], None]


def words(asked: Asked, typed: Typed, *, within: str = "") -> None:
    """Ask for words; what has no letter and no digit asks for nothing."""
    found = words_of(
        typed.value, within=within, is_exact=typed.is_exact, is_unwanted=typed.is_unwanted
    )
    if found is not None:
        asked.sought.append(found)


def _in_field(within: str) -> Operator:
    return lambda asked, typed: words(asked, typed, within=within)


def _has(asked: Asked, typed: Typed) -> None:
    if folded(typed.value) in _ATTACHMENTS:
        asked.sought.append(mark(ATTACHMENT, is_unwanted=typed.is_unwanted))
    else:
        asked.sentences.append(
            _("“%(typed)s” asks for nothing. Write has:attachment for mails with files.")
            % {"typed": typed.whole}
        )


_ATTACHMENTS = {"attachment", "attachments", "file", "files", "添付", "添付ファイル", "あり", "有"}


def _before(asked: Asked, typed: Typed) -> None:
    _bound(asked, typed, is_earlier=not typed.is_unwanted)


def _after(asked: Asked, typed: Typed) -> None:
    _bound(asked, typed, is_earlier=typed.is_unwanted)


def _bound(asked: Asked, typed: Typed, *, is_earlier: bool) -> None:
    found = day(typed.value)
    if found is None:
        asked.sentences.append(
            _("“%(typed)s” has no day that we know. Write it like %(operator)s:2026-11-30.")
            % {"typed": typed.whole, "operator": typed.operator}
        )
    elif is_earlier:
        asked.earlier_than(_begin(found))
    else:
        asked.later_than(_begin(found))


def _begin(found: date) -> int:
    return moment(make_aware(datetime.combine(found, time())))


def _in(asked: Asked, typed: Typed) -> None:
    wanted = folded(typed.value)
    mine = list(Folder.objects.visible_to(asked.person))
    chosen = [each.pk for each in mine if wanted in {folded(str(each)), each.kind}]
    asked.is_anywhere = asked.is_anywhere or not typed.is_unwanted
    if chosen:
        asked.demand(Q(folder__in=chosen), typed, indexed=Q(folder__in=chosen))
    elif wanted not in _ANYWHERE:
        asked.sentences.append(
            _("You have no folder “%(name)s”. Your folders: %(names)s.")
            % {"name": typed.value, "names": ", ".join(str(each) for each in mine)}
        )


_ANYWHERE = {"anywhere", "すべて"}


def _label(asked: Asked, typed: Typed) -> None:
    mine = list(Label.objects.visible_to(asked.person))
    chosen = [each.pk for each in mine if folded(typed.value) == folded(each.name)]
    if chosen:
        labelled = Q(pk__in=Labelled.objects.filter(label__in=chosen).values("message"))
        asked.demand(labelled, typed, indexed=labelled)
    elif mine:
        asked.sentences.append(
            _("You have no label “%(name)s”. Your labels: %(names)s.")
            % {"name": typed.value, "names": ", ".join(each.name for each in mine)}
        )
    else:
        asked.sentences.append(_("You have no labels yet."))


def _of_rows(condition: Q) -> Operator:
    return lambda asked, typed: asked.demand(condition, typed)


def _unread(asked: Asked, typed: Typed) -> None:
    folders = Folder.objects.visible_to(asked.person).values_list("pk", flat=True)
    unread = Q(is_read=False)
    asked.demand(unread, typed, indexed=unread & Q(folder__in=list(folders)))


def _starred(asked: Asked, typed: Typed) -> None:
    starred = Q(is_starred=True)
    asked.demand(starred, typed, indexed=starred & Q(owner=asked.person))


STATES: Mapping[str, Operator] = {
    "unread": _unread,
    "read": _of_rows(Q(is_read=True)),
    "starred": _starred,
    "answered": _of_rows(Q(is_answered=True)),
    "forwarded": _of_rows(Q(is_forwarded=True)),
    "未読": _unread,
    "既読": _of_rows(Q(is_read=True)),
    "スター": _starred,
    "返信済み": _of_rows(Q(is_answered=True)),
    "転送済み": _of_rows(Q(is_forwarded=True)),
}


def _is(asked: Asked, typed: Typed) -> None:
    state = STATES.get(folded(typed.value))
    if state is not None:
        state(asked, typed)
    else:
        asked.sentences.append(
            _("“%(typed)s” asks for nothing. There are: %(known)s.")
            % {"typed": typed.whole, "known": ", ".join(_like(typed))}
        )


def _like(typed: Typed) -> list[str]:
    """Return the states that go with an operator, in its language."""
    is_english = typed.operator.isascii()
    return [f"{typed.operator}:{each}" for each in STATES if each.isascii() == is_english]


OPERATORS: Mapping[str, Operator] = {
    "from": _in_field(FROM),
    "to": _in_field(TO),
    "subject": _in_field(SUBJECT),
    "file": _in_field(FILES),
    "has": _has,
    "before": _before,
    "after": _after,
    "in": _in,
    "label": _label,
    "is": _is,
    "差出人": _in_field(FROM),
    "宛先": _in_field(TO),
    "件名": _in_field(SUBJECT),
    "ファイル": _in_field(FILES),
    "添付": _has,
    "より前": _before,
    "以降": _after,
    "フォルダ": _in,
    "フォルダー": _in,
    "ラベル": _label,
    "状態": _is,
}
"""By their names, folded; those in Japanese do the same as their English ones."""
