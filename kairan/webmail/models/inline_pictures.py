"""The pictures that stand in the text of a letter that is being written."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from kairan.attachments.models import Attachment
from kairan.people.models import User
from kairan.webmail.models.drafts import Draft


class InlinePictureQuerySet(models.QuerySet["InlinePicture"]):
    def visible_to(self, person: User) -> InlinePictureQuerySet:
        """Those in one's own drafts."""
        return self.filter(draft__owner=person)


class InlinePicture(models.Model):
    """A picture in the text of a draft; its HTML names it by ``cid:`` and :attr:`content_id`."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="pictures")
    file = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)

    objects = InlinePictureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.content_id

    @property
    def content_id(self) -> str:
        """What the Content-ID is, without its angle brackets (RFC 2392)."""
        return f"{self.key.hex}@kairan"
