"""The product: one folder per app, neighbours that never import each other."""
