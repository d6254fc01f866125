"""Drafts of policies: their text, what is wrong with it, the sentence a clause reads as, and how its cases come out."""

from __future__ import annotations

from jianghai.policies.editing.forms import clause_of, fields_of
from jianghai.policies.editing.reading import Ran, Reading, Wrong, read_draft, reading
from jianghai.policies.editing.sentence import sentence
from jianghai.policies.editing.text import data_of, dump, text_of

__all__ = [
    "Ran",
    "Reading",
    "Wrong",
    "clause_of",
    "data_of",
    "dump",
    "fields_of",
    "read_draft",
    "reading",
    "sentence",
    "text_of",
]
