"""What the pages of windows and appointments show."""
