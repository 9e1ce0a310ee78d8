"""Tests of the wire and the letter."""
