"""The demo: a made-up company with a mail server of its own."""
