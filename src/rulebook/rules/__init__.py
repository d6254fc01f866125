"""Rule files: YAML read with its lines, checked, and turned into editions."""
