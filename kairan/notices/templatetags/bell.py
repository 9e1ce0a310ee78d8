"""{% mark_opened about %}: the page of a record marks, by a POST of its own, that it was opened."""

from typing import Any

from django import template

from kairan.notices.models import Notification

register = template.Library()


@register.inclusion_tag("notices/_mark_opened.html", takes_context=True)
def mark_opened(context: template.Context, about: str) -> dict[str, Any]:
    """Draw a form that sends itself, where the reader has unread notices about the record."""
    person = context["request"].user
    told = Notification.objects.told_to(person).unread()
    return {
        "unread": told.filter(announcement__about=about).exists(),
        "about": about,
        "csrf_token": context.get("csrf_token"),
    }
