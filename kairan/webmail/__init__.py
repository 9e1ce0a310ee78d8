"""WebMail: one's own mailboxes, received by POP3, read, answered and written in the browser."""
