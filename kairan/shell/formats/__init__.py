"""How dates are written where a language's own habit is ambiguous."""
