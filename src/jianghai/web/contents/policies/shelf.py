"""The policies that pages show, and those of them that an enterprise is judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from jianghai.policies import rules
from jianghai.policies.errors import UnknownPolicyError

if TYPE_CHECKING:
    from datetime import date

    from rulebook.policies import Item, Policy, Shelf


def shelf() -> Shelf:
    """Give every policy with its editions, those published here included; one query."""
    return rules.shelf()


def applied(known: Shelf, on: date) -> tuple[Policy, ...]:
    """Give the policies that an enterprise is judged by: in force, no neighbour's, and not for zones alone."""
    return rules.applied(known, on)


def policy(known: Shelf, policy_id: str, on: date) -> Policy:
    """Find the edition of a policy that holds on a day, else its last one; answer 404 for an unknown policy."""
    try:
        return rules.latest(known, policy_id, on)
    except UnknownPolicyError as error:
        raise Http404(policy_id) from error


def item(known: Shelf, clause: str, on: date) -> tuple[Policy, Item]:
    """Find a clause with its policy, or answer 404."""
    try:
        return rules.item(known, clause, on)
    except UnknownPolicyError as error:
        raise Http404(clause) from error
