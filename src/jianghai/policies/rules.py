"""The shelf of the running system: the policies of the corpus, and over them the editions that were published here."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from jianghai.enterprises.corpus import library
from jianghai.policies.errors import UnknownPolicyError
from jianghai.policies.models import PublishedEdition
from rulebook.entitle.holdings import inputs_of
from rulebook.errors import CorpusError
from rulebook.policies import load_policies
from rulebook.yamlfile import parse

if TYPE_CHECKING:
    from datetime import date

    from rulebook.policies import Item, Policy, Shelf
    from rulebook.records.inputs import Source

logger = logging.getLogger(__name__)


@lru_cache(maxsize=2)
def _corpus(place: Path) -> Shelf:
    return load_policies(place, library(place))


def corpus() -> Shelf:
    """Give the policies that the corpus ships with; read once per process."""
    return _corpus(Path(settings.CORPUS))


def shelf() -> Shelf:
    """Give all policies with what was published here; one query, and only what is new is read."""
    rows = PublishedEdition.objects.values_list("pk", "digest")
    return _overlaid(Path(settings.CORPUS), tuple(rows))


@lru_cache(maxsize=4)
def _overlaid(place: Path, published: tuple[tuple[int, str], ...]) -> Shelf:
    found = _corpus(place)
    if not published:
        return found
    texts = PublishedEdition.objects.in_bulk([pk for pk, _digest in published])
    for pk, _digest in published:
        policy = _read(place, texts[pk].text, texts[pk].key)
        if policy is not None:
            found = found.with_policy(policy)
    return found


@lru_cache(maxsize=512)
def _read(place: Path, text: str, name: str) -> Policy | None:
    """Read a published edition; one that a later corpus can no longer read is logged and left out."""
    try:
        return _corpus(place).read(parse(text, name))
    except CorpusError:
        logger.exception("published edition %s cannot be read", name)
        return None


def applied(known: Shelf, on: date) -> tuple[Policy, ...]:
    """Give the policies that enterprises are judged by: in force, no neighbour's, and not for zones alone."""
    return _applied(known, on)


@lru_cache(maxsize=16)
def _applied(known: Shelf, on: date) -> tuple[Policy, ...]:
    return tuple(
        policy
        for policy in known.chosen(on)
        if any(item.audience != "zone" for item in policy.items)
    )


@lru_cache(maxsize=16)
def sources(known: Shelf, policies: tuple[Policy, ...]) -> tuple[Source, ...]:
    """Give every input that some policies read."""
    return inputs_of(known, policies)


def edition(known: Shelf, key: str) -> Policy:
    """Find an edition by its key, policy@day; UnknownPolicyError where there is none."""
    policy_id, _, _day = key.partition("@")
    for policy in known.policies.get(policy_id, ()):
        if policy.key == key:
            return policy
    raise UnknownPolicyError(where=key)


def latest(known: Shelf, policy_id: str, on: date) -> Policy:
    """Find the edition that holds on a day, else the last that began, else the first to come."""
    editions = known.policies.get(policy_id)
    if not editions:
        raise UnknownPolicyError(where=policy_id)
    begun = [policy for policy in editions if policy.opens <= on]
    return begun[-1] if begun else editions[0]


def item(known: Shelf, clause: str, on: date) -> tuple[Policy, Item]:
    """Find a clause by its key, policy#clause, in the edition of a day."""
    policy_id, _, item_id = clause.partition("#")
    policy = latest(known, policy_id, on)
    try:
        return policy, policy.item(item_id)
    except KeyError:
        raise UnknownPolicyError(where=clause) from None


def branch(known: Shelf) -> Shelf:
    """Give a shelf to read drafts with: what is made for them is forgotten with it."""
    library_ = known.library
    graph, inputs = library_.graph.branch(), dict(library_.sources)
    return replace(known, library=replace(library_, graph=graph, sources=inputs))
