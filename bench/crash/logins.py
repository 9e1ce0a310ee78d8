"""The login at the receiving server of a crash test."""

USER, PASSWORD = "office", "only for a benchmark"
