"""What stands above the pages: to people that their mail comes back, to administrators the rest."""

from django.db.models import Exists, QuerySet
from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kairan.delivery.models import BouncedAddress
from kairan.returns.models import ReturnedMail, Visit
from kairan.shell.feature import Alarm, Concern, Entry, Person

# A mailbox that is in use, or a server that stumbles, is no news.
PATIENCE = 5
_MOST_WORDS = 200


def signs(person: Person) -> list[BaseExpression]:
    """Return what is true of the database whenever there are any: see ``Feature.unrest``."""
    if not person.is_administrator:
        return [Exists(_suspended_of(person))]
    return [
        Exists(BouncedAddress.objects.suspended()),
        Exists(ReturnedMail.objects.kept()),
        Exists(_failing()),
    ]


def of(person: Person) -> list[Concern]:
    """Return what ``person`` should know: each of their addresses to which nothing is mailed.

    Administrators also hear what waits for their decision.
    """
    concerns = [_concern(each) for each in _suspended_of(person).order_by("pk")]
    if person.is_administrator:
        concerns += [*_kept(), *_addresses()]
    return concerns


def current() -> list[Alarm]:
    """Return what stops mail from being received: a mailbox that failed again and again."""
    visit = _failing().first()
    if visit is None:
        return []
    sentence = _("The notification mailbox cannot be received. %(words)s") % {
        "words": visit.trouble.get("words", "")
    }
    return [Alarm(sentence, reverse("returns:index"))]


def _suspended_of(person: Person) -> QuerySet[BouncedAddress]:
    return BouncedAddress.objects.of(person.pk).suspended()


def _failing() -> QuerySet[Visit]:
    return Visit.objects.filter(failures__gte=PATIENCE)


def _concern(address: BouncedAddress) -> Concern:
    said = address.words or address.status
    words = {"address": address.address, "words": said[:_MOST_WORDS]}
    sentence = _("Mail to %(address)s comes back, so the office sends no more news there.") % words
    if said:
        sentence += " " + _("The mail server says: “%(words)s”") % words
    return Concern(
        sentence,
        page=Entry(_("Check the address"), f"{reverse('people:me')}#addresses"),
        remedy=Entry(_("Try again"), reverse("returns:trial", args=[address.pk])),
    )


def _kept() -> list[Concern]:
    count = ReturnedMail.objects.kept().count()
    if not count:
        return []
    sentence = ngettext(
        "%(count)d mail that came back could not be placed. Decide what becomes of it.",
        "%(count)d mails that came back could not be placed. Decide what becomes of them.",
        count,
    ) % {"count": count}
    return [Concern(sentence, page=Entry(_("Returned mail"), reverse("returns:index")))]


def _addresses() -> list[Concern]:
    count = BouncedAddress.objects.suspended().count()
    if not count:
        return []
    sentence = ngettext(
        "Mail to %(count)d address comes back: no news is mailed there.",
        "Mail to %(count)d addresses comes back: no news is mailed there.",
        count,
    ) % {"count": count}
    page = Entry(_("Addresses that return mail"), reverse("returns:addresses"))
    return [Concern(sentence, page=page)]
