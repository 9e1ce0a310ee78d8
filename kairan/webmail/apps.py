from collections.abc import Sequence

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class WebMail(feature.Feature):
    name = "kairan.webmail"
    label = "webmail"
    verbose_name = _("WebMail")
    title = _("WebMail")
    icon = "envelope"
    menu_order = 10

    def waiting_for(self, person: feature.Person) -> int:
        folder = apps.get_model("webmail", "Folder")
        message = apps.get_model("webmail", "Message")
        inbox = folder.objects.filter(
            owner_id=person.pk, kind="inbox", owner__webmail_denial=None
        ).values("pk")
        return int(message.objects.unread().filter(folder__in=inbox).count())

    def readers_of(self, mailbox: feature.Mailbox) -> Sequence[str]:
        account = apps.get_model("webmail", "Account")
        reading = account.objects.receiving().filter(
            incoming__host__iexact=mailbox.host, incoming__user=mailbox.user
        )
        return [str(each.owner) for each in reading.select_related("owner")]
