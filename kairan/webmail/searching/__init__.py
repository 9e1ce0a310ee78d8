"""Searching mail: what of a mail goes into the index, the language of queries, what is found."""
