"""Circulation: send a text round and see who has read and confirmed it."""
