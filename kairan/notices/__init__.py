"""What is worth telling, to whom and when: announcements, preferences, the bell, who was told."""
