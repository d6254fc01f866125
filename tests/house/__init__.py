"""House tests: docs and code say the same, and nothing grows past its budget."""
