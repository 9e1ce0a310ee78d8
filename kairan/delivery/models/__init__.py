"""Outgoing mail as rows: letters, their envelopes, every try, and where mail comes back."""

from kairan.delivery.models.addresses import BouncedAddress
from kairan.delivery.models.queue import (
    SETTLED,
    Attempt,
    Envelope,
    EnvelopeQuerySet,
    Lease,
    Letter,
    Pause,
    Purpose,
    Reason,
    Round,
    State,
    WhenUncertain,
)

__all__ = [
    "SETTLED",
    "Attempt",
    "BouncedAddress",
    "Envelope",
    "EnvelopeQuerySet",
    "Lease",
    "Letter",
    "Pause",
    "Purpose",
    "Reason",
    "Round",
    "State",
    "WhenUncertain",
]
