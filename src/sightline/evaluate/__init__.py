"""How well things were followed, measured and noticed, against the truth."""
