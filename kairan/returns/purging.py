"""Privacy by age: what came back is forgotten after a year, with its bytes."""

from datetime import datetime, timedelta

from kairan.attachments import contents
from kairan.returns.models import ReturnedMail

KEPT_FOR = timedelta(days=365)
AT_ONCE = 100


def purge(now: datetime) -> datetime | None:
    """Delete what came in more than a year before ``now`` (aware), in small commits."""
    old = ReturnedMail.objects.filter(received_at__lt=now - KEPT_FOR)
    old = old.exclude(outcome=ReturnedMail.Outcome.WAITING).order_by("received_at", "pk")
    while rows := list(old.values_list("pk", "content_id")[:AT_ONCE]):
        ReturnedMail.objects.filter(pk__in=[pk for pk, _content in rows]).delete()
        contents.discard([content for _pk, content in rows if content is not None])
    return None
