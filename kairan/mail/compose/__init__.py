"""Letters made into bytes: a pure function of the text with its slots and one person's values."""
