"""Where mail goes: labels, the spam folder, the trash and when it is emptied."""
