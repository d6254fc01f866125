"""Made-up cases at every stage of every service, told relative to today, and their removal."""

from __future__ import annotations

from jianghai.casework.demo.playing import show_cases
from jianghai.casework.demo.removing import remove_cases

__all__ = ["remove_cases", "show_cases"]
