"""The policies that pages show, and those of them that an enterprise is judged by."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404

from jianghai.standards import rules
from rulebook.policies import load_policies

if TYPE_CHECKING:
    from datetime import date

    from rulebook.policies import Item, Policy, Shelf


@lru_cache(maxsize=2)
def _corpus(place: Path) -> Shelf:
    return load_policies(place, rules.corpus(place))


def shelf(_on: date) -> Shelf:
    """Give every policy with its editions, as far as they were published by a day."""
    return _corpus(Path(settings.CORPUS))


def applied(on: date) -> tuple[Policy, ...]:
    """Give the policies that an enterprise is judged by: in force, no neighbour's, and not for zones alone."""
    return _applied(shelf(on), on)


@lru_cache(maxsize=8)
def _applied(known: Shelf, on: date) -> tuple[Policy, ...]:
    return tuple(
        policy
        for policy in known.on(on)
        if policy.answerable
        and not policy.demo
        and any(item.audience != "zone" for item in policy.items)
    )


def policy(policy_id: str, on: date) -> Policy:
    """Find the edition of a policy that holds on a day, else its last one; answer 404 for an unknown policy."""
    editions = shelf(on).policies.get(policy_id)
    if not editions:
        raise Http404(policy_id)
    begun = [edition for edition in editions if edition.opens <= on]
    return begun[-1] if begun else editions[0]


def item(policy_id: str, clause: str, on: date) -> tuple[Policy, Item]:
    """Find a clause with its policy, or answer 404."""
    home = policy(policy_id, on)
    try:
        return home, home.item(clause)
    except KeyError as error:
        raise Http404(clause) from error
