"""Journeys through policies: what enterprises are owed, and who pays it."""
