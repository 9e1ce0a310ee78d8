"""Doors: the bell, the preferences, the way out of a mail, who was told, what was set aside."""
