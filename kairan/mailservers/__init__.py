"""Mail Server Settings: every server, every sealed secret, and trying them out."""
