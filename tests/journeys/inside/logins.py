"""The login of a mailbox in a furnished office."""

POP_PASSWORD = "secret"
