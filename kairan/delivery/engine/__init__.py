"""The engine: claims envelopes, keeps connections busy, and never forgets what it began."""
