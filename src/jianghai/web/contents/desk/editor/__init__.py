"""The editor of policies: forms of clauses and of the whole, and what they read as."""
