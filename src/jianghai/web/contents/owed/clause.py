"""One clause opened for one enterprise: why, how much, with whom it is shared, and what would reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jianghai.web import words
from jianghai.web.contents import advice, trying, trylists
from jianghai.web.contents.owed import owing
from jianghai.web.contents.policies import saying, shelf, windows
from rulebook.entitle.steps import next_steps
from rulebook.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rulebook.policies import Item

#: A window that nobody stated keeps nobody from asking.
OPEN = ("open", "rolling", "unknown")


def of(one: owing.Case, policy_id: str, clause: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """Gather what the page of one clause shows, with what was typed in place of what is on record."""
    policy, item = shelf.item(one.shelf, f"{policy_id}#{clause}", one.on)
    before = one.tried(item, policy)
    inputs = trying.inputs(one.record, before.result, one.catalogue, typed)
    listed = trying.lists(before.result, one.catalogue)
    lists = trylists.lists(one.record, item.edition, listed, typed)
    record = trylists.with_lists(trying.with_typed(one.record, inputs), lists)
    tried = record is not one.record
    after = one.tried(item, policy, record) if tried else before
    steps = next_steps(record, item)
    return {
        "firm": one.firm,
        "year": one.record.year,
        "case": one,
        "policy": policy,
        "item": item,
        "edition": item.edition,
        "owed": after,
        "before": before,
        "was": saying.amount(before),
        "amount": saying.amount(after),
        "standing": (standing := windows.standing(item.window, one.on)),
        "open": policy in one.policies
        and after.verdict is not Verdict.UNMET
        and item.payout != "unasked"
        and standing.state in OPEN,
        "result": after.result,
        "own": [found for found in after.result.clauses if found.id not in owing.GIVEN],
        "given": [found for found in after.result.clauses if found.id in owing.GIVEN],
        "record": record,
        "tried": tried,
        "inputs": inputs,
        "parts": trying.parts(before.result, inputs),
        "lists": lists,
        "changes": steps.reach,
        "more": steps.more,
        "past": [words.told(name) for name in advice.blocked(after.result, steps.reach)[0]],
        "groups": grouped(one, item),
    }


def grouped(one: owing.Case, item: Item) -> list[dict[str, Any]]:
    """List the groups that a clause stands in, with the other clauses of each."""
    known = one.shelf
    names = {other.key: (policy, other) for policy in one.policies for other in policy.items}
    return [
        {
            "group": group,
            "others": [names[key] for key in group.members if key in names and key != item.key],
        }
        for group in known.groups(one.policies)
        if item.key in group.members
    ]
