"""Clocks, deadlines and lights, drawn and in words."""
