"""The frame of every page: layout, components, forms, lists, and what an app promises to be."""
