"""Service folders: files, what they extend, every reference between them, and the whole of it."""
