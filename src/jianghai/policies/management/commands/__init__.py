"""Commands of the policies."""
