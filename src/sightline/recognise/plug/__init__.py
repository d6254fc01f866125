"""The slot for a customer's own model: an adapter file says what it is, what it takes and how its answers are read."""
