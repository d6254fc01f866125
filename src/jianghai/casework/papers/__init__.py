"""Official papers: words with blanks, printed as PDF, and tables and feeds of what is public."""

from __future__ import annotations

from jianghai.casework.papers.codes import short_code, typed_code
from jianghai.casework.papers.comparison import (
    Comparison,
    RemarkRow,
    VersionRow,
    comparison_pdf,
    comparison_xlsx,
)
from jianghai.casework.papers.errors import PaperError, WordsError
from jianghai.casework.papers.feed import Entry, Feed, atom, tag
from jianghai.casework.papers.keeping import again, digest, fillings, kept, verifiable
from jianghai.casework.papers.printing import pdf
from jianghai.casework.papers.values import Letterhead, Paper
from jianghai.casework.papers.words import KINDS, Words, blanks, resolved, whole, words
from jianghai.casework.papers.writing import text, write

__all__ = [
    "KINDS",
    "Comparison",
    "Entry",
    "Feed",
    "Letterhead",
    "Paper",
    "PaperError",
    "RemarkRow",
    "VersionRow",
    "Words",
    "WordsError",
    "again",
    "atom",
    "blanks",
    "comparison_pdf",
    "comparison_xlsx",
    "digest",
    "fillings",
    "kept",
    "pdf",
    "resolved",
    "short_code",
    "tag",
    "text",
    "typed_code",
    "verifiable",
    "whole",
    "words",
    "write",
]
