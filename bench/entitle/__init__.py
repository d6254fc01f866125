"""What enterprises are owed by two hundred made-up policies, against OpenFisca with the same ones."""
