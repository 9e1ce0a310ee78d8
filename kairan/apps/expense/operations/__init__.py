"""What people do in Expense. Each verb is one transaction and announces its own news."""
