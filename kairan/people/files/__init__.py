"""People in and out as CSV: read what offices really have, tell every bad line, write it back."""
