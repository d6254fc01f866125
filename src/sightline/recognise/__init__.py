"""Recognise: people, vehicles and whatever a customer's model knows, in one picture at a time."""
