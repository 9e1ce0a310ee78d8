"""How long the trash keeps mail, and how much of it each person may keep."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.mailservers.forms.fields import NumberField
from kairan.webmail.models.keeping import LONGEST

MOST_MEGABYTES = 10_000_000


class TrashForm(forms.Form):
    """For how many days one's trash keeps mail."""

    trash_days = NumberField(least=1, most=LONGEST, label=_("Days that mail lies in the trash"))

    def __init__(self, data: Any, *, days: int | None, office_days: int) -> None:
        super().__init__(data, initial={"trash_days": days})
        field = self.fields["trash_days"]
        field.required = False
        field.help_text = _("Then it is deleted for good. Empty: %(days)s days, as the office.") % {
            "days": office_days
        }


class OfficeKeepingForm(forms.Form):
    """What holds for everybody."""

    trash_days = NumberField(least=1, most=LONGEST, label=_("Days that mail lies in the trash"))
    quota_mb = NumberField(
        least=1,
        most=MOST_MEGABYTES,
        required=False,
        label=_("Megabytes that each person may keep"),
        help_text=_("Empty: no limit."),
    )


class QuotaForm(forms.Form):
    """How much mail one person may keep."""

    quota_mb = NumberField(
        least=1,
        most=MOST_MEGABYTES,
        required=False,
        label=_("Megabytes that they may keep"),
        help_text=_("Empty: as everybody. When it is reached, new mail stays on its server."),
    )
