"""The doors of To-Do: lists, tasks, and the answers from mails."""
