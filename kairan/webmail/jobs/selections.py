"""One thing done to all mail of a list, however long, and a rule applied to all mail one has."""

from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.jobs.running import begin
from kairan.webmail.models import Job, Message, Rule
from kairan.webmail.reading.listings import Listing, named
from kairan.webmail.rules.deciding import fits
from kairan.webmail.rules.doing import do
from kairan.webmail.rules.stored import as_rulings
from kairan.webmail.rules.trying import candidates, facts_of
from kairan.webmail.sorting.deeds import deed

PIECE = 200


def change_all(listing: Listing, words: str, *, by: User) -> Job:
    """Do what ``words`` say (as ``deeds.deed``) to all that ``listing`` has now."""
    deed(words, by=by)
    newest = _newest(by)
    settled = {"listing": listing.key, "then": words, "newest": newest}
    total = listing.count()
    return begin(Job.Kind.SELECTION, str(listing), by=by, total=total, settled=settled)


def change_piece(job: Job) -> bool:
    """Change the next 200 mails of the list that ``job`` names."""
    listing = named(job.settled["listing"], job.owner)
    if listing is None:
        raise Refused(_("The list is not there any more."))
    beyond = (datetime.fromisoformat(job.place[0]), job.place[1]) if job.place else None
    found = listing.piece(PIECE, beyond=beyond, newest=job.settled["newest"])
    chosen = Message.objects.visible_to(job.owner).filter(pk__in=[pk for _moment, pk in found])
    job.changed += deed(job.settled["then"], by=job.owner)(chosen)
    job.done += len(found)
    if found:
        job.place = [found[-1][0].isoformat(), found[-1][1]]
    return len(found) < PIECE


def apply_rule(rule: Rule, *, by: User) -> Job:
    """Do what ``rule`` says with all mail that ``by`` has now; nothing is sent on."""
    total = candidates(by).count()
    settled = {"rule": rule.pk, "newest": _newest(by)}
    return begin(Job.Kind.RULE, rule.name, by=by, total=total, settled=settled)


def apply_piece(job: Job) -> bool:
    """Try the rule of ``job`` on the next 200 mails, and do what it says where it fits."""
    rule = Rule.objects.visible_to(job.owner).filter(pk=job.settled["rule"]).first()
    if rule is None:
        raise Refused(_("The rule is not there any more."))
    [ruling] = as_rulings([rule], job.owner)
    rows = candidates(job.owner).filter(pk__lte=job.settled["newest"])
    if job.place:
        rows = rows.filter(pk__lt=job.place[0])
    found = list(rows.order_by("-pk")[:PIECE])
    fitting = [each for each, facts in facts_of(found, ruling) if fits(ruling, facts)]
    job.changed += do(fitting, ruling.deeds, now=timezone.now())
    job.done += len(found)
    job.place = [found[-1].pk] if found else job.place
    return len(found) < PIECE


def _newest(person: User) -> int:
    mine = Message.objects.visible_to(person)
    return mine.aggregate(newest=Max("pk"))["newest"] or 0
