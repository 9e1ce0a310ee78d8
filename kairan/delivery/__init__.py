"""Outgoing mail that survives a crash: letters, the fate of each envelope, every try verbatim."""
