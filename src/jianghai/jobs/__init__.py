"""What runs by itself: the worker and the clock's tick."""
