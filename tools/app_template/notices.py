"""What this app has to tell. Wording only: who is told is decided in ``operations``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.notices import samples
from kairan.notices.notice import Fact, Notice

if TYPE_CHECKING:
    from kairan.apps.sampleapp.models import Entry


@dataclass(frozen=True, kw_only=True)
class EntryShared(Notice):
    kind = "sampleapp.entry-shared"
    label = gettext_lazy("An entry is shared with you")
    group = gettext_lazy("Sample app")

    entry_id: int
    subject: str
    author: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls(entry_id=entry.pk, subject=entry.title, author=str(entry.author))

    def title(self) -> str:
        return self.subject

    def facts(self) -> list[Fact]:
        return [Fact(_("From"), self.author)]

    def about(self) -> str:
        return f"sampleapp:{self.entry_id}"

    def path(self) -> str:
        return reverse("sampleapp:show", args=[self.entry_id])

    def reason(self) -> str:
        return _("%(author)s shared this entry with you.") % {"author": self.author}

    def placeholders(self) -> dict[str, str]:
        return {"subject": self.subject, "author": self.author}

    @classmethod
    def sample(cls, **more: Any) -> Self:
        example = {"subject": _("An example"), "author": samples.somebody()}
        return super().sample(entry_id=1, **example, **more)
