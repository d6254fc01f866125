"""What may be done with cases; each module holds the verbs of one subject."""
