"""What may be done with policies: judge the zone, write and publish editions."""

from __future__ import annotations

from jianghai.policies.actions.changing import Told
from jianghai.policies.actions.evaluating import (
    evaluate_firms,
    evaluate_zone,
    hear,
    ledger_changed,
    renew,
)

__all__ = ["Told", "evaluate_firms", "evaluate_zone", "hear", "ledger_changed", "renew"]
