"""Questions to the standards."""

from __future__ import annotations
