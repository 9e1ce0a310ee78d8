"""Small programs that a journey runs inside its office: they open it, do one thing, print JSON."""
