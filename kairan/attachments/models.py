from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Content(models.Model):
    """Bytes, outside the main database file where that is SQLite; nothing but bytes."""

    data = models.BinaryField()

    def __str__(self) -> str:
        return f"content {self.pk}"


class Sweep(models.Model):
    """When bytes without a pointer were last looked for, and the newest number then; one row."""

    newest = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_sweep")]

    def __str__(self) -> str:
        return f"{self.at}: {self.newest}"


class Attachment(models.Model):
    """A file that somebody added to a record. Who may see the record may see the file."""

    name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    content_id = models.BigIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
