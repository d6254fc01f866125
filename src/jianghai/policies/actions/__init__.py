"""What may be done with policies: judge the zone, write and publish editions."""

from __future__ import annotations

from jianghai.policies.actions.drafts import (
    drop,
    remove_clause,
    return_,
    set_cases,
    set_clause,
    set_frame,
    start_draft,
    submit,
    try_clause,
)
from jianghai.policies.actions.keeping import keep
from jianghai.policies.actions.publishing import publish
from jianghai.policies.actions.scenarios import drop_scenario, save_scenario
from jianghai.policies.actions.seeing import mark_seen
from jianghai.policies.actions.zone.changing import Told
from jianghai.policies.actions.zone.evaluating import (
    evaluate_firms,
    evaluate_zone,
    hear,
    ledger_changed,
    renew,
)

__all__ = [
    "Told",
    "drop",
    "drop_scenario",
    "evaluate_firms",
    "evaluate_zone",
    "hear",
    "keep",
    "ledger_changed",
    "mark_seen",
    "publish",
    "remove_clause",
    "renew",
    "return_",
    "save_scenario",
    "set_cases",
    "set_clause",
    "set_frame",
    "start_draft",
    "submit",
    "try_clause",
]
