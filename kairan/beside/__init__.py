"""Processes that compute beside this one, under an interpreter of their own; without Django."""
