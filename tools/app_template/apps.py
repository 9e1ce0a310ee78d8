from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class SampleApp(feature.Feature):
    name = "kairan.apps.sampleapp"
    label = "sampleapp"
    verbose_name = _("Sample app")
    title = _("Sample app")
    icon = "squares-2x2"
    menu_order = 100
