"""Telling people: few notices, one digest, once for each cause."""
