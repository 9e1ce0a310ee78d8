"""Scripted mail servers for tests, here and in the rooms above."""
