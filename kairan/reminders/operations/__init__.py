"""What people do with reminders and with the settings of them, and what the clock does."""
