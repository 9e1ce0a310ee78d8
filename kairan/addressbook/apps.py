from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class AddressBook(feature.Feature):
    name = "kairan.addressbook"
    label = "addressbook"
    verbose_name = _("Address book")
    title = _("Address book")
    icon = "book-open"
    menu_order = 105

    def part_with(self, group: int) -> None:
        """Leave the books of the group to administrators, who may name editors anew.

        Its members see them no more, and of its editors some have long left the group.
        """
        book: Any = apps.get_model("addressbook", "Book")
        book.editors.through.objects.filter(book__group=group).delete()
