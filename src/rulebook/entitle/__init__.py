"""Entitlement: what enterprises are owed by policies, one with all reasons or very many at once."""

from __future__ import annotations

from rulebook.entitle.one import entitle
from rulebook.entitle.owed import Entitlements, Owed, Sum, Totals

__all__ = ["Entitlements", "Owed", "Sum", "Totals", "entitle"]
