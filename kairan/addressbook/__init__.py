"""People outside the office and how to reach them, in books of one person, a group, or all."""
