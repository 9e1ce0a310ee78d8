"""One of everything that circulation has, for the journeys through every page."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kairan.apps.circulation.models import Circular
from kairan.apps.circulation.notices import CircularDelivered
from kairan.apps.circulation.operations import Draft, circulate, confirm, save_draft
from kairan.notices import tokens
from kairan.people.models import User
from kairan.people.picker import Selection


def furnish(author: User, reader: User) -> None:
    """Send a circular that was confirmed, one that was not, and begin a third."""
    readers = Selection(people=(reader.pk,))
    move = circulate(
        Draft(
            subject="Office move on 1 August / 社屋移転",
            body="Please label your boxes.\n箱に名前を書いてください。\nhttps://example.com/plan",
            to=readers,
            priority="high",
            confirm_by=timezone.now() + timedelta(days=3),
            attached=[SimpleUploadedFile("配置図.txt", b"plan")],
        ),
        author=author,
    )
    confirm(move, reader=reader, comment="Labels needed, please. 名札をください。")
    circulate(
        Draft(
            subject="Fire drill 避難訓練",
            body="Tuesday. 火曜日",
            to=readers,
            attached=[SimpleUploadedFile("escape 避難.txt", b"out")],
        ),
        author=author,
    )
    save_draft(
        Draft(
            subject="Not sent yet 未送信",
            to=readers,
            attached=[SimpleUploadedFile("draft 案.txt", b"draft")],
        ),
        author=author,
    )


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how circulars are reached: those of ``viewer``, and by the link in a mail to them."""
    sent = Circular.objects.get(author=viewer, confirmed_total=1)
    draft = Circular.objects.drafts().get(author=viewer)
    received = Circular.objects.get(author=other, state="sent", confirmed_total=0)
    link = {
        "kind": CircularDelivered.kind,
        "token": tokens.make(
            person_id=viewer.pk, purpose=CircularDelivered.kind, about=received.about
        ),
    }
    return {
        "circulation:show": {"pk": sent.pk},
        "circulation:readers": {"pk": sent.pk},
        "circulation:file": {"pk": sent.pk, "file": sent.files.get().pk},
        "circulation:edit": {"pk": draft.pk},
        "circulation:answer": link,
        "circulation:answer-file": {**link, "file": received.files.get().pk},
    }
