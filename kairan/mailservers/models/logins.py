"""What POP before SMTP has to remember: when a machine logged in, and whose turn a mailbox is."""

from django.db import models

from kairan.mailservers.models.servers import OutgoingServer


class PopLogin(models.Model):
    """When ``machine`` last logged in for ``server``, which remembers the address it came from."""

    server = models.ForeignKey(OutgoingServer, on_delete=models.CASCADE, related_name="pop_logins")
    machine = models.CharField(max_length=255)
    logged_in_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["server", "machine"], name="one_login_per_machine")
        ]

    def __str__(self) -> str:
        return f"{self.machine} → {self.server_id}: {self.logged_in_at}"


class MailboxTurn(models.Model):
    """Who is logged in to a mailbox: a POP3 server lets in only one at a time (RFC 1939 §3)."""

    host = models.CharField(max_length=255)
    user = models.CharField(max_length=255)
    holder = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "user"], name="one_turn_per_mailbox")
        ]

    def __str__(self) -> str:
        return f"{self.user}@{self.host}: {self.holder}"
