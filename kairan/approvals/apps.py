from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Approvals(feature.Feature):
    name = "kairan.approvals"
    label = "approvals"
    verbose_name = _("Approvals")
    title = _("Approvals")
    icon = "check-badge"
    place = feature.Place.NOWHERE
