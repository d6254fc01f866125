"""Keeping what was tried in the lab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock, journal
from jianghai.base.errors import NotAllowedError
from jianghai.policies.errors import ScenarioError
from jianghai.policies.lab import Asked, try_
from jianghai.policies.lab.summary import summary
from jianghai.policies.models import Scenario

if TYPE_CHECKING:
    from jianghai.people.models import Person


@transaction.atomic
def save_scenario(name: str, asked: Asked, *, by: Person) -> Scenario:
    """Try a policy and keep what came of it under a name."""
    if not name.strip():
        raise ScenarioError("请给方案起个名字。", "Give the scenario a name.")
    told = try_(by, asked)
    found = Scenario.objects.create(
        name=name.strip()[:100],
        policy=told.policy.key,
        draft=asked.draft,
        changes=dict(asked.changes or {}),
        budget=asked.budget,
        outcome=summary(told),
        on=told.on,
        by=by,
        at=clock.now(),
    )
    journal.record(by, "scenario saved", found, policy=found.policy, changes=found.changes)
    return found


@transaction.atomic
def drop_scenario(scenario: Scenario, *, by: Person) -> None:
    """Delete a scenario; whoever saved it may, and administrators."""
    if scenario.by_id != by.pk and not by.administers:
        raise NotAllowedError
    journal.record(by, "scenario dropped", scenario, name=scenario.name)
    scenario.delete()
