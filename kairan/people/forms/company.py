"""The name of the company, as it stands in mails and on pages."""

from django import forms

from kairan.people.models import Company


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]
    """One field: mistakes made when the office was founded can be mended."""

    class Meta:
        model = Company
        fields = ["name"]
