"""What people do in Report. Each verb is one transaction and announces its own news."""
