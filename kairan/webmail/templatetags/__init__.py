"""What WebMail's templates need beyond Django's own tags."""
