"""Reads what sending services tell of a mail as JSON inside a mail, such as Amazon SES by SNS."""

import json
from collections.abc import Mapping
from typing import Any

from kairan.mail.bounces.content import Content
from kairan.mail.bounces.failures import failure
from kairan.mail.bounces.values import Classification, Kind

_MOST_RECIPIENTS = 1_000


def notification(content: Content) -> Mapping[str, Any] | None:
    """Return what a sending service tells of a mail as JSON, such as Amazon SES by SNS."""
    text = content.text.lstrip()
    if not text.startswith('{"'):
        return None
    try:
        found, _end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    kind = found.get("notificationType") or found.get("eventType")
    return found if isinstance(kind, str) else None


def classification(notified: Mapping[str, Any]) -> Classification:
    """Return what a notification says."""
    kind = str(notified.get("notificationType") or notified.get("eventType")).lower()
    if kind == "complaint":
        return Classification(Kind.FEEDBACK)
    if kind == "delivery":
        return Classification(Kind.DELIVERED)
    bounce = notified.get("bounce")
    if kind != "bounce" or not isinstance(bounce, Mapping):
        return Classification(Kind.NONE)
    is_delayed = str(bounce.get("bounceType", "")).lower() == "transient"
    rows = bounce.get("bouncedRecipients")
    failures = tuple(
        failure(
            str(row.get("emailAddress", "")),
            str(row.get("status", "")),
            [str(row.get("diagnosticCode", ""))],
            is_delayed=is_delayed,
        )
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, Mapping)
    )
    return Classification(Kind.BOUNCE, failures[:_MOST_RECIPIENTS])
