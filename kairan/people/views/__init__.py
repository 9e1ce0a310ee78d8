"""The pages of the people: directory, profile, administration, and the picker's answers."""
