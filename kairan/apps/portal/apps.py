from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Portal(feature.Feature):
    name = "kairan.apps.portal"
    label = "portal"
    verbose_name = _("Top")
    title = _("Top")
    icon = "home"
    menu_order = 0
