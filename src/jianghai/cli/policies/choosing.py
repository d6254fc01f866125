"""The policies that a command is about, found by id; what is unknown is refused with those there are."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from jianghai.cli import corpus
from jianghai.cli.errors import CommandError
from rulebook.errors import CorpusError
from rulebook.policies import load_policies

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rulebook.library import Library
    from rulebook.policies import Item, Policy, Shelf

#: So many ids are offered where one was not found.
OFFERED = 3


def shelf_of(library: Library) -> Shelf:
    """Load every policy; of wrong files the first fault is told, and the command that lists all."""
    try:
        return load_policies(corpus.folder(), library)
    except CorpusError as wrong:
        raise corpus.refusal(wrong) from wrong


def chosen(shelf: Shelf, on: date, ids: Iterable[str] | None) -> tuple[Policy, ...]:
    """Give the policies named, examples and drafts included, or all that apply on a day."""
    if ids is None:
        found = shelf.chosen(on)
        if found:
            return found
        raise CommandError(
            f"--on {on}：当天没有有效的政策，请换一个日期",
            f"--on {on}: no policy is in force then; give another day",
        )
    return tuple(edition(shelf, on, policy_id) for policy_id in dict.fromkeys(ids))


def edition(shelf: Shelf, on: date, policy_id: str) -> Policy:
    """Give the edition of a policy on a day."""
    if policy_id not in shelf.policies:
        near = get_close_matches(policy_id, shelf.policies, OFFERED, cutoff=0) or ["—"]
        raise CommandError(
            f"没有政策 {policy_id}；相近的有：{'、'.join(near)}",
            f"there is no policy {policy_id}; near it: {', '.join(near)}",
        )
    policy = shelf.policy(policy_id, on)
    if policy is None:
        first = shelf.policies[policy_id][0].opens
        raise CommandError(
            f"--on {on}：政策 {policy_id} 当天没有有效的版本（最早自 {first} 起），请换一个日期",
            f"--on {on}: {policy_id} has no edition then (the first begins {first}); give another day",
        )
    return policy


def clause(shelf: Shelf, on: date, key: str) -> Item:
    """Give a clause by its key, such as ``nantong/innovation-city#C2.4``."""
    policy_id, _, item_id = key.partition("#")
    policy = edition(shelf, on, policy_id)
    try:
        return policy.item(item_id)
    except KeyError:
        known = "、".join(item.id for item in policy.items) or "尚无"
        raise CommandError(
            f"政策 {policy_id} 没有条款 {item_id}；条款有：{known}",
            f"{policy_id} has no clause {item_id}; it has: {known.replace('、', ', ')}",
        ) from None
