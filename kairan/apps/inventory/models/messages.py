"""What people wrote to those responsible, kept with the items it is about."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from kairan.apps.inventory.models.items import Item
from kairan.people.models import User


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: User) -> MessageQuerySet:
        """Those that one wrote or was sent, and those about an item that one keeps."""
        if not person.is_active:
            return self.none()
        about = Message.items.through.objects.filter(message_id=OuterRef("pk"))
        kept = about.filter(item_id__in=Item.objects.kept_by(person).values("pk"))
        sent = Message.readers.through.objects.filter(message_id=OuterRef("pk"), user=person)
        return self.filter(Q(writer=person) | Exists(sent) | Exists(kept))


class Message(models.Model):
    """An e-mail that somebody wrote to the administrators of one or several items."""

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    items = models.ManyToManyField(Item, related_name="messages")
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    sent_at = models.DateTimeField()
    key = models.UUIDField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["writer", "key"], name="one_message_of_a_form"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("inventory:message", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"inventory:message:{self.pk}"
