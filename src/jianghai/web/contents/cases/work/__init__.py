"""What those who work on cases see."""
