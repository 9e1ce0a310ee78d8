"""Real servers for tests and benchmarks: PostgreSQL, Postfix, Dovecot and a counting sink.

Each is a context manager that starts a private instance on 127.0.0.1 and free ports, keeps
everything it writes in a temporary folder, and leaves neither a process nor a file behind.
"""
