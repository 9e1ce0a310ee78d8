"""The field in which one ticks several rows of a table."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """As Django's, but a number that is no id in any database is an invalid choice like others."""

    def clean(self, value: Any) -> Any:
        """Return the rows that were ticked; SQLite would trip over more than 64 bits."""
        try:
            return super().clean(value)
        except OverflowError as error:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value[0]},
            ) from error
