"""What pages of cases show, gathered from the casework app."""
