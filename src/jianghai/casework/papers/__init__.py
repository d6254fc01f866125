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
from jianghai.casework.papers.printing import pdf
from jianghai.casework.papers.values import Letterhead, Paper
from jianghai.casework.papers.words import KINDS, Words, blanks, words
from jianghai.casework.papers.writing import text, write

__all__ = [
    "KINDS",
    "Comparison",
    "Letterhead",
    "Paper",
    "PaperError",
    "RemarkRow",
    "VersionRow",
    "Words",
    "WordsError",
    "blanks",
    "comparison_pdf",
    "comparison_xlsx",
    "pdf",
    "short_code",
    "text",
    "typed_code",
    "words",
    "write",
]
