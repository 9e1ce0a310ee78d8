"""The wire and the letter, without Django: POP3, SMTP, composing, parsing, charsets, safe HTML."""
