"""What the lab tries policies on: the zone as it was judged last, read once and kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from jianghai.enterprises.columns import fetched
from jianghai.enterprises.corpus import library
from jianghai.enterprises.models import Enterprise
from jianghai.policies import held, rules
from jianghai.policies.errors import NotEvaluatedError
from jianghai.policies.held import Held
from jianghai.policies.models import ZoneState
from jianghai.policies.packing import Whole, whole
from rulebook.machine import run
from rulebook.rules.plans import sources_of

if TYPE_CHECKING:
    from rulebook.graph import Node
    from rulebook.records.inputs import Source
    from rulebook.rules.editions import Edition, Measure

#: A letter and two digits of GB/T 4754.
DIVISION = 3
SIZE, STAGE = ("size-class", ""), ("innovation-points", "stage")


def zone() -> Held:
    """Give the zone as judged last, with the policies there are now; two queries where it is in memory.

    NotEvaluatedError where it was never judged.
    """
    state = ZoneState.objects.filter(pk=1, count__gt=0).first()
    if state is None or state.on is None:
        raise NotEvaluatedError
    kept, shelf = held.of(state.token), rules.shelf()
    if kept is not None:
        return kept if kept.shelf is shelf else replace(kept, shelf=shelf).known(kept)
    policies = rules.applied(shelf, state.on)
    sources = rules.sources(shelf, policies)
    stock = fetched(whole(state.firms).tolist(), state.on, [*held.everything(), *sources])
    rows = stock.rows(sources)
    found = Held(state.token, rows, shelf, policies, (stock,))
    held.keep(found)
    return found


def extended(found: Held, sources: tuple[Source, ...]) -> Held:
    """Make the inputs that are lacking for this move alone; what had to be read for it is kept for the next."""
    more = found.with_sources(sources)
    if more.stocks is not found.stocks:
        held.keep(replace(found, stocks=more.stocks).known(found))
    return more


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """By what firms are told apart: for each way the labels, and which of them every firm has."""

    labels: tuple[str, ...]
    places: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What stays the same while policies are tried on one state of the zone."""

    token: str
    size: Features
    stage: Features
    industry: Features


_known: list[Known] = []


def features(found: Held) -> Known:
    """Tell size, stage and industry of every firm; worked out once for a state, one query."""
    if not _known or _known[0].token != found.token:
        _known[:] = [
            Known(
                found.token, _by_measure(found, SIZE), _by_measure(found, STAGE), _industry(found)
            )
        ]
    return _known[0]


def _by_measure(found: Held, named: tuple[str, str]) -> Features:
    """Ask a standard for the class or the named value that it gives every firm."""
    code, let = named
    for edition in library().editions(found.rows.on):
        measure = edition.class_ if not let else edition.lets.get(let)
        if edition.standard == code and measure is not None and measure.left is not None:
            return _labelled(found, edition, measure, measure.left)
    return Features(("",), np.zeros(len(found.rows.pks), dtype=np.int64))


def _labelled(found: Held, edition: Edition, measure: Measure, node: Node) -> Features:
    sources = sources_of([node], [edition])
    ends = run([node], found.with_sources(sources).rows.frame)
    low, high = ends.low(node), ends.high(node)
    labels = dict(measure.labels)
    order = ["", *labels.values()]
    codes = {code: place for place, code in enumerate(labels, start=1)}
    sure = np.where(low == high, low, np.nan)
    return Features(tuple(order), _coded(sure, codes))


def _coded(values: np.ndarray[Any, Any], codes: dict[int, int]) -> Whole:
    places: Whole = np.zeros(len(values), dtype=np.int64)
    for code, place in codes.items():
        places[values == code] = place
    return places


def _industry(found: Held) -> Features:
    told = dict(Enterprise.objects.values_list("pk", "industry_code"))
    codes = [str(told.get(pk, ""))[:DIVISION] for pk in found.rows.pks]
    labels = tuple(sorted(set(codes)))
    place = {label: number for number, label in enumerate(labels)}
    return Features(labels, np.array([place[code] for code in codes], dtype=np.int64))
