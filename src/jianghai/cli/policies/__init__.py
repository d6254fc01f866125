"""Policies on the command line: which apply, what they come to in words, and what a change of one does."""
