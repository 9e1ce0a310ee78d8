"""Conversations: which mails belong together."""
