"""Windows and appointments: booking, one's own, the window's day and week, what is asked of the windows."""
