from django.apps import apps
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Circulation(feature.Feature):
    name = "kairan.apps.circulation"
    label = "circulation"
    verbose_name = _("Circulation")
    title = _("Circulation")
    icon = "arrow-path-rounded-square"
    menu_order = 50

    def waiting_for(self, person: feature.Person) -> int:
        reading = apps.get_model("circulation", "Reading")
        return reading.objects.filter(reader_id=person.pk).waiting().count()
