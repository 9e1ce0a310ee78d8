"""What takes long: done by the worker in small pieces, each with its progress in one commit."""
