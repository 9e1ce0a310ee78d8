"""Kairan (回覧): the office that reaches its people by e-mail."""
