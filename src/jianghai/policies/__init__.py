"""Policies: what every enterprise of the zone is owed, told without being asked; drafts, editions and the lab."""
