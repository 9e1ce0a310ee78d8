"""Pages of the schedule: many people side by side, one person's days, one event."""
