"""What a file would do before it is done: who is new, who is there already, what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kairan.addressbook.details import Details
from kairan.addressbook.files.entries import Flaw, Said, details_of, known_by
from kairan.addressbook.models import Book

LONGEST = 10_000


@dataclass
class Plan:
    """All that a file would do."""

    new: list[Details] = field(default_factory=list)
    known: int = 0
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def finds_nobody(self) -> bool:
        """Whether the file holds nobody at all."""
        return not (self.new or self.known or self.flaws)


def plan(said: Iterable[Said], *, book: Book | None) -> Plan:
    """Return what taking in what is ``said`` would do to ``book``.

    Who stands in the book already, or earlier in the file, is counted and left alone.
    ValidationError where there is nobody, or more people than a file may bring.
    """
    seen = _in(book)
    made = Plan()
    for count, each in enumerate(said, start=1):
        if count > LONGEST:
            raise ValidationError(
                _("The file has more than %(most)s contacts. Split it.") % {"most": LONGEST}
            )
        try:
            details = details_of(each)
        except ValidationError as error:
            made.flaws.append(Flaw(each.number, " ".join(error.messages)))
            continue
        signs = known_by(details)
        if signs & seen:
            made.known += 1
        else:
            made.new.append(details)
        seen |= signs
    if made.finds_nobody:
        raise ValidationError(_("There is nobody in the file."))
    return made


def _in(book: Book | None) -> set[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    if book is not None:
        for details in book.contacts.all_details():
            seen |= known_by(details)
    return seen
