from django.db import models


class Heartbeat(models.Model):
    """One run of a worker, and how its rounds fare.

    ``rounds`` maps each round's name to ``{"ran_at": ISO 8601, "took": seconds, "error": text}``.
    """

    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rounds = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["beat_at"], name="heartbeat_by_age")]

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"
