"""The doors of Circulation: lists, circulars, and the answers of readers."""
