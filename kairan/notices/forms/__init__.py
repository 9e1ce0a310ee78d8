"""What people and administrators type about notices."""
