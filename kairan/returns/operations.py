"""What is decided about mail that nobody could place, and about addresses that return mail."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan import clock
from kairan.attachments import contents
from kairan.delivery import bounced
from kairan.delivery.models import BouncedAddress
from kairan.mail.parse import parse
from kairan.people.models import User
from kairan.returns.models import ReturnedMail, Visit
from kairan.returns.passing_on import pass_on
from kairan.returns.rounds import ROUND
from kairan.shell.refusals import Refused


@transaction.atomic
def delete(mail: ReturnedMail) -> None:
    """Delete a mail that was kept; that there was one stays on record."""
    kept = ReturnedMail.objects.kept().filter(pk=mail.pk)
    if not kept.update(outcome=ReturnedMail.Outcome.DELETED, content_id=None):
        raise Refused(_("Somebody has decided about this mail already."))
    if mail.content_id is not None:
        contents.discard([mail.content_id])


@transaction.atomic
def hand_over(mail: ReturnedMail, *, to: User) -> None:
    """Pass a mail that was kept on to ``to``."""
    moment = now()
    kept = ReturnedMail.objects.kept().filter(pk=mail.pk)
    if mail.content_id is None or not kept.update(settled_at=moment):
        raise Refused(_("Somebody has decided about this mail already."))
    message = parse(contents.read(mail.content_id))
    verdict = pass_on(message, to=to, about=None, now=moment)
    if verdict.outcome != ReturnedMail.Outcome.PASSED_ON:
        raise Refused(
            _("It was not passed on. %(why)s") % {"why": ReturnedMail.Why(verdict.why).label}
        )
    kept.update(outcome=verdict.outcome, passed_to=to, why=ReturnedMail.Why.NOTHING)


@transaction.atomic
def try_again(address: BouncedAddress) -> None:
    """Mail notifications to ``address`` again; the next mail that comes back suspends it anew."""
    if not bounced.lift(address, now=now()):
        raise Refused(_("Mail goes to this address already."))


@transaction.atomic
def receive_now() -> None:
    """Have the notification mailbox received as soon as the worker can."""
    Visit.objects.filter(pk=Visit.THE_ROW).update(next_at=now())
    clock.wake(ROUND)
