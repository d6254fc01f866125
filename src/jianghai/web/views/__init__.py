"""One module per subject of the pages."""
