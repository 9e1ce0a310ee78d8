from django import forms
from django.http import QueryDict

from kairan.people.models import Group
from kairan.people.picker import PeopleField, Selection


class Round(forms.Form):
    readers = PeopleField(label="Readers")


def sent(query: str) -> Round:
    return Round(QueryDict(query))


def test_people_and_groups_are_chosen(ben, chidi):
    sales = Group.objects.create(name="Sales")
    sales.members.add(chidi, ben)

    form = sent(f"readers=person:{ben.pk}&readers=group:{sales.pk}")

    assert form.is_valid()
    assert form.cleaned_data["readers"] == Selection((ben.pk,), (sales.pk,))
    assert form.cleaned_data["readers"].ids() == sorted([ben.pk, chidi.pk])


def test_the_field_is_drawn(aiko, ben):
    assert "Ben" not in str(Round())
    assert f'value="person:{ben.pk}" checked' in str(
        Round(initial={"readers": Selection.of([ben])})
    )
