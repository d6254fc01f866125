"""What the policies keep."""

from __future__ import annotations

from jianghai.policies.models.applications import Application, ApplicationState, Attachment
from jianghai.policies.models.changes import Cause, Change, Gain, Seen, Turn
from jianghai.policies.models.editions import DraftState, PolicyDraft, PublishedEdition
from jianghai.policies.models.payouts import (
    HELD,
    PROMISED,
    FundPool,
    Origin,
    Payer,
    Payout,
    PayoutState,
    Risk,
)
from jianghai.policies.models.scenarios import Scenario
from jianghai.policies.models.standing import Column, Standing, ZoneState

__all__ = [
    "HELD",
    "PROMISED",
    "Application",
    "ApplicationState",
    "Attachment",
    "Cause",
    "Change",
    "Column",
    "DraftState",
    "FundPool",
    "Gain",
    "Origin",
    "Payer",
    "Payout",
    "PayoutState",
    "PolicyDraft",
    "PublishedEdition",
    "Risk",
    "Scenario",
    "Seen",
    "Standing",
    "Turn",
    "ZoneState",
]
