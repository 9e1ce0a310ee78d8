"""What there is to do: tasks of one's own and for others, by when, and a mail in good time."""
