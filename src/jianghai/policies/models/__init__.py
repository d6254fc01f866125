"""What the policies keep."""

from __future__ import annotations

from jianghai.policies.models.changes import Cause, Change, Gain, Seen, Turn
from jianghai.policies.models.editions import DraftState, PolicyDraft, PublishedEdition
from jianghai.policies.models.scenarios import Scenario
from jianghai.policies.models.standing import Column, Standing, ZoneState

__all__ = [
    "Cause",
    "Change",
    "Column",
    "DraftState",
    "Gain",
    "PolicyDraft",
    "PublishedEdition",
    "Scenario",
    "Seen",
    "Standing",
    "Turn",
    "ZoneState",
]
