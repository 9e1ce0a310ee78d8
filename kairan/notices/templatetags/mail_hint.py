"""{% mail_hint %}: beside every mail option, why nothing is mailed, while nothing is."""

from typing import Any

from django import template

from kairan.mailservers.models import MailServerSettings

register = template.Library()


@register.inclusion_tag("notices/_mail_hint.html", takes_context=True)
def mail_hint(context: template.Context) -> dict[str, Any]:
    """Draw nothing while mails go out; else the reason, with a way there for administrators."""
    return {
        "sentence": MailServerSettings.current().why_nothing_is_mailed(),
        "user": context.get("user"),
    }
