"""Pages: one view module per subject, templates, and the few files a browser loads."""
