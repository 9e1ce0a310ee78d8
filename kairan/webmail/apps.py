from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.shell import feature
from kairan.shell.asking import MANY
from kairan.webmail.jobs.kept import bytes_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from kairan.webmail.models import Message
    from kairan.webmail.models.messages import MailQuerySet


class WebMail(feature.Feature):
    name = "kairan.webmail"
    label = "webmail"
    verbose_name = gettext_lazy("WebMail")
    title = gettext_lazy("WebMail")
    icon = "envelope"
    menu_order = 10

    def contents_in_use(self) -> Iterable[int]:
        """Return what jobs have still to put in, and the files that they made."""
        job: Any = apps.get_model("webmail", "Job")
        for settled in job.objects.values_list("settled", flat=True).iterator():
            yield from bytes_of(settled)

    def waits(self, person: feature.Person) -> "QuerySet[Message]":
        """Return the mails in the inbox that ``person`` has not read, as many as are counted."""
        return _unread(person).newest_first()[:MANY]

    def waiting(self, person: feature.Person, most: int) -> Sequence[feature.Waiting]:
        """Return the newest unread mails of the inbox."""
        newest = _unread(person).only("subject", "correspondent")
        return [
            feature.Waiting(
                title=each.subject or _("(no subject)"),
                url=reverse("webmail:message", args=[each.pk]),
                detail=each.correspondent,
            )
            for each in newest.newest_first()[:most]
        ]

    def readers_of(self, mailbox: feature.Mailbox) -> Sequence[str]:
        account = apps.get_model("webmail", "Account")
        reading = account.objects.receiving().filter(
            incoming__host__iexact=mailbox.host, incoming__user=mailbox.user
        )
        return [str(each.owner) for each in reading.select_related("owner")]


def _unread(person: feature.Person) -> "MailQuerySet":
    folders: Any = apps.get_model("webmail", "Folder").objects
    messages: Any = apps.get_model("webmail", "Message").objects
    inbox = folders.filter(owner_id=person.pk, kind="inbox", owner__webmail_denial=None)
    # One folder, not any of some: the index gives the newest first, and nothing is sorted.
    unread: MailQuerySet = messages.unread().filter(folder=Subquery(inbox.values("pk")[:1]))
    return unread
