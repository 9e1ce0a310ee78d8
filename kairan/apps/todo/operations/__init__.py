"""What people do with tasks, and what the clock does."""
