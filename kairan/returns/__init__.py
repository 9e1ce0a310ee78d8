"""What comes back to the notification mailbox: bounces, answers, and what nobody can place."""
