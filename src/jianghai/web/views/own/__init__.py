"""What people and enterprises do with policies: read what they were told, confirm money, apply."""
