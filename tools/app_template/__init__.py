"""Sample app: write an entry for colleagues, who hear of it by mail."""
