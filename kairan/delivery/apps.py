from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Delivery(feature.Feature):
    name = "kairan.delivery"
    label = "delivery"
    title = _("Delivery")
    icon = "paper-airplane"
    place = feature.Place.NOWHERE
