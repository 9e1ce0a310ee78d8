"""What the currencies are called, where an administrator chooses among them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.apps.expense import money

NAMES = {
    "JPY": gettext_lazy("Japanese yen"),
    "USD": gettext_lazy("US dollar"),
    "EUR": gettext_lazy("Euro"),
    "GBP": gettext_lazy("Pound sterling"),
    "AUD": gettext_lazy("Australian dollar"),
    "CAD": gettext_lazy("Canadian dollar"),
    "CHF": gettext_lazy("Swiss franc"),
    "CNY": gettext_lazy("Chinese yuan"),
    "HKD": gettext_lazy("Hong Kong dollar"),
    "IDR": gettext_lazy("Indonesian rupiah"),
    "INR": gettext_lazy("Indian rupee"),
    "KRW": gettext_lazy("South Korean won"),
    "KWD": gettext_lazy("Kuwaiti dinar"),
    "MYR": gettext_lazy("Malaysian ringgit"),
    "NZD": gettext_lazy("New Zealand dollar"),
    "PHP": gettext_lazy("Philippine peso"),
    "SEK": gettext_lazy("Swedish krona"),
    "SGD": gettext_lazy("Singapore dollar"),
    "THB": gettext_lazy("Thai baht"),
    "TWD": gettext_lazy("New Taiwan dollar"),
    "VND": gettext_lazy("Vietnamese dong"),
}


def choices() -> list[tuple[str, str]]:
    """Return each currency with its name in the active language and its code."""
    return [
        (code, _("%(name)s (%(code)s)") % {"name": NAMES[code], "code": code})
        for code in money.CURRENCIES
    ]
