"""How mails look, on whose letterhead, and what an administrator makes them say."""
