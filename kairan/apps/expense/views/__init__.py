"""The doors of Expense: one's lines and reports, what waits for others, and the settings."""
