"""The policy lab on a page: what can be moved, what was asked, and the outcome drawn."""
