"""Pages of documents under review."""
