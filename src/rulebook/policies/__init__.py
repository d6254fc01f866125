"""Policies: who is owed what, as dated and cited data."""

from __future__ import annotations

from rulebook.policies.loader import load_policy
from rulebook.policies.policy import Group, Item, Policy
from rulebook.policies.shelf import Shelf, load_policies

__all__ = ["Group", "Item", "Policy", "Shelf", "load_policies", "load_policy"]
