"""What every app stands on: one clock, one journal, money, identifiers and the root of all errors."""
