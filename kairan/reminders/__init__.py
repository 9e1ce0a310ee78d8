"""When people want to be reminded, what they want to be reminded of, and the mail of the day."""
