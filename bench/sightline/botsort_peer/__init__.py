"""The reference tracker and the process that it runs in."""
