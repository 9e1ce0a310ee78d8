"""Whether a worker is alive: it writes down the time every few seconds."""

import os
import socket
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from kairan.clock.models import Heartbeat

EVERY = timedelta(seconds=5)
DEAD_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=7)


def begin(now: datetime) -> Heartbeat:
    """Record that a worker has started in this process; forget those of long ago."""
    Heartbeat.objects.filter(beat_at__lt=now - FORGOTTEN_AFTER).delete()
    return Heartbeat.objects.create(
        host=socket.gethostname(), pid=os.getpid(), started_at=now, beat_at=now
    )


def beat(heart: Heartbeat, now: datetime, rounds: dict[str, Any]) -> None:
    """Record that the worker lives at ``now``, and how each of its rounds fares."""
    Heartbeat.objects.filter(pk=heart.pk).update(beat_at=now, rounds=rounds)


def end(heart: Heartbeat, now: datetime) -> None:
    """Record that the worker has ended of its own will."""
    Heartbeat.objects.filter(pk=heart.pk).update(beat_at=now, ended_at=now)


def is_alive(now: datetime) -> bool:
    """Whether any worker has shown life in the last half minute."""
    return alive_since(now - DEAD_AFTER).exists()


def alive_since(moment: Any) -> QuerySet[Heartbeat]:
    """Return the workers that have shown life after ``moment`` and not ended."""
    return Heartbeat.objects.filter(beat_at__gt=moment, ended_at=None)


def last_beat() -> datetime | None:
    """Return when a worker last showed life; None when none ever ran."""
    return Heartbeat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()


def last_worker() -> Heartbeat | None:
    """Return the worker that showed life last."""
    return Heartbeat.objects.order_by("-beat_at").first()
