"""What the pages about policies show."""
