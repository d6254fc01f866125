"""What the pages about what an enterprise is owed show."""
