"""What people want done with mail that comes in: conditions, and what follows from them."""
