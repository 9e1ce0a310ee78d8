"""An index of words for each person: texts put in are found again, the newest first."""
