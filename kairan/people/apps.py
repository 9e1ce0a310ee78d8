from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class People(feature.Feature):
    name = "kairan.people"
    label = "people"
    title = _("People")
    icon = "user-group"
    menu_order = 110
