from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.apps.whereabouts.models import Preference, Presence, Request, Standing
from kairan.apps.whereabouts.operations.messages import MOST_RECIPIENTS, Taken
from kairan.apps.whereabouts.operations.standings import Where
from kairan.people.one_line import one_line
from kairan.people.picker import PeopleField, Selection

YEARS = _("Choose a year between 2000 and 2999.")


class PresenceForm(forms.Form):
    """One click on the board: a presence, and nothing else."""

    presence = forms.ModelChoiceField(Presence.objects.offered())


class WhereForm(forms.Form):
    """All that can be said about where somebody is."""

    presence = forms.ModelChoiceField(
        Presence.objects.none(), label=_("Presence"), empty_label=None, widget=forms.RadioSelect
    )
    place = forms.CharField(
        label=pgettext_lazy("whereabouts", "Place"),
        required=False,
        max_length=100,
        validators=[one_line],
    )
    until = forms.DateTimeField(
        label=pgettext_lazy("whereabouts", "Until"),
        required=False,
        help_text=_("In your time zone. Once it is over, the board says so."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        # At the ends of the calendar a moment has no date in some reader's time zone.
        validators=[
            MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC), message=YEARS),
            MaxValueValidator(datetime(2999, 12, 31, tzinfo=UTC), message=YEARS),
        ],
    )
    note = forms.CharField(
        label=pgettext_lazy("whereabouts", "Note"),
        required=False,
        max_length=200,
        validators=[one_line],
    )

    def __init__(self, data: Any, *, standing: Standing | None) -> None:
        super().__init__(data, initial=_initial(standing))
        chosen = standing.presence_id if standing is not None else None
        field = self.fields["presence"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Presence.objects.filter(Q(is_offered=True) | Q(pk=chosen))

    def where(self) -> Where:
        """Return what was typed."""
        return Where(**self.cleaned_data)


def _initial(standing: Standing | None) -> dict[str, Any]:
    if standing is None:
        return {}
    return {
        "presence": standing.presence_id,
        "place": standing.place,
        "until": standing.until,
        "note": standing.note,
    }


class MessageForm(forms.Form):
    """What somebody takes down for others."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    to = PeopleField(label=_("To"))
    caller = forms.CharField(
        label=_("Caller"),
        required=False,
        max_length=100,
        validators=[one_line],
        help_text=_("Who called or came by."),
    )
    company = forms.CharField(
        label=_("Company"), required=False, max_length=100, validators=[one_line]
    )
    request = forms.ModelChoiceField(
        Request.objects.offered(),
        label=pgettext_lazy("of a caller", "Request"),
        required=False,
        empty_label="–",
    )
    own_words = forms.CharField(
        label=_("Request in other words"), required=False, max_length=100, validators=[one_line]
    )
    contact = forms.CharField(
        label=_("Contact"),
        required=False,
        max_length=100,
        validators=[one_line],
        help_text=_("Such as the phone number to call back."),
    )
    details = forms.CharField(
        label=_("Details"), required=False, max_length=10_000, widget=forms.Textarea
    )
    is_confidential = forms.BooleanField(
        label=pgettext_lazy("left for somebody", "Confidential"),
        required=False,
        help_text=_(
            "The mail says only that there is a message, the board does not count it for "
            "colleagues, and the recipients do not see who else got it."
        ),
    )

    def __init__(self, data: Any, *, to: Selection | None = None) -> None:
        super().__init__(data, initial={"key": uuid4(), "to": to})

    def clean_to(self) -> Selection:
        """Refuse a crowd: what everybody has to know is no message for somebody who is out."""
        chosen: Selection = self.cleaned_data["to"]
        if chosen.count() > MOST_RECIPIENTS:
            raise ValidationError(
                _("A message can be left for at most %(most)s people. Choose fewer."),
                params={"most": MOST_RECIPIENTS},
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        """Refuse a message that says nothing, and two requests in one."""
        typed = super().clean() or self.cleaned_data
        if typed.get("request") and typed.get("own_words"):
            self.add_error(
                "own_words", _("Choose a request from the list, or write one; not both.")
            )
        says = ("caller", "company", "request", "own_words", "contact", "details")
        if not any(typed.get(name) or name in self.errors for name in says):
            self.add_error("caller", _("Say who called, or what the message is."))
        return typed

    def taken(self) -> Taken:
        """Return what was typed."""
        typed = dict(self.cleaned_data)
        typed["key"] = typed["key"] or uuid4()
        return Taken(**typed)


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """When I want mails of messages, and whether my schedule says where I am."""

    class Meta:
        model = Preference
        fields = ["mails_when", "follows_schedule"]
        widgets = {"mails_when": forms.RadioSelect}
        labels = {
            "mails_when": _("Mail me the messages that are left for me"),
            "follows_schedule": _("Let my schedule say where I am"),
        }
        help_texts = {
            "mails_when": _(
                "The bell has every message in any case. You count as out while your presence "
                "does, when you have said nothing, and once the time you gave is over."
            ),
            "follows_schedule": _(
                "While an event keeps you busy the board shows that first, and you count as out."
            ),
        }


class ListedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A line of a kept list."""

    def clean(self) -> dict[str, Any]:
        """Ask for a name in at least one language."""
        typed = super().clean() or self.cleaned_data
        names = ("name_en", "name_ja")
        if not any(typed.get(name) or name in self.errors for name in names):
            self.add_error("name_en", _("Give it a name in at least one language."))
        return typed


LABELS = {
    "name_en": _("Name in English"),
    "name_ja": _("Name in Japanese"),
    "position": _("Place in the list"),
    "is_offered": _("May be chosen"),
    "is_in": _("Counts as being in"),
    "tone": _("Colour"),
}
HELP = {
    "name_en": _("A name that is missing is shown in the other language."),
    "position": _("Small numbers stand first."),
    "is_offered": _("What is in use cannot be deleted; here you take it out of the choice."),
    "is_in": _("Then the board shows the extension, else the mobile phone."),
}


class PresenceLineForm(ListedForm):
    """A presence, as administrators keep it."""

    class Meta:
        model = Presence
        fields = ["name_en", "name_ja", "is_in", "tone", "position", "is_offered"]
        labels, help_texts = LABELS, HELP


class RequestLineForm(ListedForm):
    """A request, as administrators keep it."""

    class Meta:
        model = Request
        fields = ["name_en", "name_ja", "position", "is_offered"]
        labels, help_texts = LABELS, HELP
