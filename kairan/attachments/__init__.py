"""Files that belong to records, and the bytes of everything large."""
