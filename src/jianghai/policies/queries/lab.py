"""Questions about scenarios, and what a later edition says and does otherwise; for the zone's staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jianghai.people.models import Person
from jianghai.policies import rules
from jianghai.policies.lab import Asked, Outcome, basis, outcome, try_
from jianghai.policies.lab.trial import between
from jianghai.policies.models import Scenario
from rulebook.policies.changes import differences

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from rulebook.errors import Text
    from rulebook.policies import Policy


def scenarios_of(person: Person | AnonymousUser) -> models.QuerySet[Scenario]:
    """List the scenarios a person may see: staff all of them, everybody else none."""
    if not isinstance(person, Person) or not person.edits_zone:
        return Scenario.objects.none()
    return Scenario.objects.select_related("by", "draft")


def again(person: Person, scenario: Scenario) -> Outcome:
    """Try a kept scenario on the zone as it is now."""
    told = Asked(scenario.policy, scenario.draft, scenario.changes, scenario.budget)
    return try_(person, told)


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Two editions of a policy: what the later says otherwise, and what that does to the zone of today."""

    earlier: Policy
    later: Policy
    words: tuple[Text, ...]
    effect: Outcome | None


def difference(person: Person, earlier: str, later: str) -> Difference:
    """Compare two editions, policy@day each; the effect is for the zone's staff, the words for everybody."""
    shelf = rules.shelf()
    one, other = rules.edition(shelf, earlier), rules.edition(shelf, later)
    effect = None
    if person.edits_zone:
        effect = outcome(between(basis.zone(), one, other))
    return Difference(one, other, differences(one, other), effect)
