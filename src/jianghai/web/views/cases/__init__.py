"""Pages of services and cases: asking, working, deciding, telling everybody."""
