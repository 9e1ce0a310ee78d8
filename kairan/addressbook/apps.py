from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class AddressBook(feature.Feature):
    name = "kairan.addressbook"
    label = "addressbook"
    verbose_name = _("Address book")
    title = _("Address book")
    icon = "book-open"
    menu_order = 105
