"""What people do with events. Each verb is one transaction and announces its own news."""
