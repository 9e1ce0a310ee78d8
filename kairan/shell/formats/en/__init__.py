"""English, as read on both sides of the Atlantic."""
