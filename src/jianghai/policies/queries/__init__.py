"""Questions to the policies."""

from __future__ import annotations
