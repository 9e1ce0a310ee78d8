"""The form on which an administrator changes what mails of one kind say in one language."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.notices.own_words import Words, unknown_names
from kairan.people.one_line import one_line


class WordsForm(forms.Form):
    """What mails of one kind say in one language; ``known`` are the names that may stand in it."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200, validators=[one_line])
    opening = forms.CharField(
        label=gettext_lazy("Opening sentence"),
        max_length=300,
        validators=[one_line],
        help_text=gettext_lazy("The heading of the mail, above its facts."),
    )
    closing = forms.CharField(
        label=gettext_lazy("Closing words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"class": "brief"}),
        help_text=gettext_lazy("Below the facts and the buttons. Web addresses become links."),
    )

    def __init__(self, *args: Any, known: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_subject(self) -> str:
        """Return the subject, in which every name is known."""
        return self._checked("subject")

    def clean_opening(self) -> str:
        """Return the opening sentence, in which every name is known."""
        return self._checked("opening")

    def clean_closing(self) -> str:
        """Return the closing words, in which every name is known."""
        return self._checked("closing").replace("\r\n", "\n")

    def words(self) -> Words:
        """Return what the valid form says."""
        return Words(
            **{name: self.cleaned_data[name] for name in ("subject", "opening", "closing")}
        )

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        unknown = unknown_names(text, self.known)
        if unknown:
            sentence = _("%(unknown)s cannot stand here. Choose from: %(known)s.")
            raise forms.ValidationError(
                sentence % {"unknown": _braced(unknown), "known": _braced(self.known)}
            )
        return text


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
