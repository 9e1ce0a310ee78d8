"""Expense: write down what one has spent, claim it, and see it decided about and paid."""
