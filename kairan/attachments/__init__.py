"""TO BE WRITTEN by its owner."""
