"""What the pages about policies and what is owed show."""
