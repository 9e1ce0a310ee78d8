"""A letter is written, answered or passed on, and leaves through the account's own server."""
