"""What a person types about people, groups and passwords."""
