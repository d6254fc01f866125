"""Judging the zone, keeping it by column, and telling what changed."""
