"""What a page shows of a mail: its text or its cleaned HTML, its people, its files."""
