"""Official papers: words with blanks, printed as PDF, and tables and feeds of what is public."""

from __future__ import annotations

from jianghai.casework.papers.codes import short_code, typed_code
from jianghai.casework.papers.errors import PaperError, WordsError
from jianghai.casework.papers.printing import pdf
from jianghai.casework.papers.values import Letterhead, Paper
from jianghai.casework.papers.words import KINDS, Words, blanks, words
from jianghai.casework.papers.writing import text, write

__all__ = [
    "KINDS",
    "Letterhead",
    "Paper",
    "PaperError",
    "Words",
    "WordsError",
    "blanks",
    "pdf",
    "short_code",
    "text",
    "typed_code",
    "words",
    "write",
]
