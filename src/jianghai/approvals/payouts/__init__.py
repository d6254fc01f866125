"""Policy applications as cases: carried by casework from acceptance to the receipt of the last instalment."""
