"""Commands of the windows."""
