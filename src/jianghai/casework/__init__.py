"""Casework: everything that somebody asks and somebody decides, under legal clocks."""
