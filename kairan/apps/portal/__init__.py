"""Top: the first page of each morning, what waits for one, one's day, unread mail and notices."""
