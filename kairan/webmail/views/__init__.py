"""The doors of WebMail: mailboxes, messages, letters, folders, accounts, administration."""
