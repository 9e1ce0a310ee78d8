import pytest
from django import forms

from kairan.people.models import User
from kairan.shell.choosing import RowsField


class Ticked(forms.Form):
    people = RowsField(User.objects.all(), required=False)


def test_rows_are_ticked(aiko, ben):
    form = Ticked({"people": [str(ben.pk)]})

    assert form.is_valid()
    assert list(form.cleaned_data["people"]) == [ben]


@pytest.mark.parametrize("number", ["9223372036854775808", "-9223372036854775809", "9" * 400])
def test_a_number_that_no_row_can_have_is_an_invalid_choice(aiko, number):
    form = Ticked({"people": [number, str(aiko.pk)]})

    assert form.errors.as_data()["people"][0].code == "invalid_choice"
    assert number in str(form)
