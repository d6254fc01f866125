"""Casework measured: one persisted step, sweeping, lists and creation, with many open cases."""
