"""Scripted mail servers and certificates for tests, here and in the rooms above."""
