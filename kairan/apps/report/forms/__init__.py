"""What people type in Report."""
