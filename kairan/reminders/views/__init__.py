"""The doors of the reminders: the list, one reminder, the settings, and the answers from mails."""
