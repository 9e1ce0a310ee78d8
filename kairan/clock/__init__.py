"""The worker: rounds that run when something falls due, its heartbeat, and how to wake it."""

from kairan.clock.wakeup import wake

__all__ = ["wake"]
