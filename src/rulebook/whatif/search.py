"""The search: nearest single changes, cheapest combinations, and what to ask next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, cast

import numpy as np

from rulebook.graph import Kind, Node
from rulebook.machine import Columns
from rulebook.values import Interval, Verdict
from rulebook.whatif.forms import Breakpoints, candidates

if TYPE_CHECKING:
    from rulebook.interpreter import Known
    from rulebook.records.inputs import Source
    from rulebook.whatif.trial import Trial

PER_INPUT = 6
"""How many values of one input enter combinations."""
WIDEST = 40
"""How many single steps enter combinations of two."""
IN_TRIPLES = 14
"""How many single steps enter combinations of three."""


@dataclass(frozen=True, slots=True)
class Step:
    """One input set to one value, and how far that is from now."""

    source: Source
    value: Known
    effort: float

    @property
    def change(self) -> dict[str, Known]:
        """Give the step as a change of inputs."""
        return {self.source.name: self.value}


def steps_of(trial: Trial) -> list[Step]:
    """List every single step worth trying, inputs in the order of the edition."""
    found: list[Step] = []
    for source in trial.cone.sources:
        found.extend(_steps(trial, source))
    return found


def _steps(trial: Trial, source: Source) -> Iterable[Step]:
    now = trial.known[source.name]
    if isinstance(now, Verdict):
        answers = [answer for answer in (Verdict.MET, Verdict.UNMET) if answer is not now]
        return [Step(source, answer, 1.0) for answer in answers]
    if now.closed and (source.lag > 1 or source.fact.acts == "none"):
        return []
    places = Breakpoints(source.name, trial.base, trial.tables).of(trial.cone.above[source.name])
    values = candidates(places, integral=source.integral)
    return [
        Step(source, Interval(v, v), _effort(now, v)) for v in values if _allowed(source, now, v)
    ]


def _allowed(source: Source, now: Interval, value: Fraction) -> bool:
    fact = source.fact
    counted = source.how in ("count", "total", "shared")
    least = Fraction(0) if counted else fact.least
    most = None if counted else fact.most
    if (least is not None and value < least) or (most is not None and value > most):
        return False
    if not now.closed:
        return now.low <= value <= now.high
    return (value > now.low and fact.acts in ("up", "any")) or (
        value < now.low and fact.acts in ("down", "any")
    )


def _effort(now: Interval, value: Fraction) -> float:
    """Measure a step: the change over the larger of before and after; a half where nothing is known now."""
    if not now.closed:
        return 0.5
    scale = max(abs(Fraction(now.low)), abs(value))
    return float(abs(value - Fraction(now.low)) / scale) if scale else 0.0


def actionable(step: Step, trial: Trial) -> bool:
    """Tell whether a firm can take the step, or would meet the goal if what is unknown of it were so.

    Codes and choices that a firm does not act on are only asked for, and so are stand-ins for figures.
    """
    source = step.source
    now = trial.known[source.name]
    open_ = now is Verdict.UNKNOWN if isinstance(now, Verdict) else not now.closed
    if source.fact.acts == "none":
        return open_ and source.fact.asked and source.how not in ("under", "in")
    return (open_ and source.fact.asked) or source.lag == 1


Success = Callable[[Columns], np.ndarray[tuple[int], np.dtype[np.bool_]]]


def reaching(node: Node, now: Verdict) -> Success:
    """Give the test for a goal: an unmet one must stop being unmet, an open one must be decided well."""
    floor = Verdict.UNMET if now is Verdict.UNMET else Verdict.UNKNOWN
    return lambda columns: columns.verdict(node) > floor


def becoming_met(node: Node) -> Success:
    """Give the test for a single clause: it must be met."""
    return lambda columns: columns.verdict(node) == Verdict.MET


def nearest(
    steps: Sequence[Step], works: np.ndarray[tuple[int], np.dtype[np.bool_]], trial: Trial
) -> list[Step]:
    """Give for each input the nearest step that works, the least effort first."""
    best: dict[str, Step] = {}
    for place in np.flatnonzero(works).tolist():
        step = steps[place]
        if not actionable(step, trial):
            continue
        kept = best.get(step.source.name)
        if kept is None or _nearer(step, kept, trial):
            best[step.source.name] = step
    return sorted(best.values(), key=lambda step: step.effort)


def _nearer(step: Step, kept: Step, trial: Trial) -> bool:
    if step.effort != kept.effort:
        return step.effort < kept.effort
    if isinstance(step.value, Verdict):
        return False
    down = step.source.fact.acts == "down"
    value, other = step.value.low, cast("Interval", kept.value).low
    return value > other if down else value < other


def useful(trial: Trial, steps: Sequence[Step], columns: Columns) -> list[Step]:
    """Keep the steps that improve some goal at all, few per input."""
    better = np.zeros(len(steps), bool)
    for node in trial.cone.goals:
        if node.kind is Kind.VERDICT:
            better |= columns.verdict(node) > int(trial.verdict(node))
        else:
            reading = trial.base[node]
            better |= columns.low(node) > cast("float", getattr(reading, "low", 0.0))
    kept: dict[str, list[Step]] = {}
    for place in np.flatnonzero(better).tolist():
        if actionable(steps[place], trial):
            kept.setdefault(steps[place].source.name, []).append(steps[place])
    few = [
        step
        for group in kept.values()
        for step in sorted(group, key=lambda s: s.effort)[:PER_INPUT]
    ]
    return sorted(few, key=lambda step: step.effort)[:WIDEST]


def combine(
    trial: Trial, works: Success, steps: Sequence[Step], seeds: Sequence[Step]
) -> tuple[Step, ...]:
    """Find the cheapest set of steps that works together; empty where none was found.

    `seeds` are steps that each mend one failing clause: all of them together are tried, then as few as do.
    Pairs of all useful steps and triples of the least are tried besides.
    """
    sets = [*_different(steps, 2), *_different(steps[:IN_TRIPLES], 3)]
    found = _cheapest(trial, works, sets)
    whole = _pruned(trial, works, seeds)
    options = [option for option in (found, whole) if option]
    return min(options, key=_cost) if options else ()


def _different(steps: Sequence[Step], size: int) -> Iterable[tuple[Step, ...]]:
    for chosen in combinations(steps, size):
        if len({step.source.name for step in chosen}) == size:
            yield chosen


def _cost(steps: Iterable[Step]) -> float:
    return sum(step.effort for step in steps)


def _merged(steps: Iterable[Step]) -> dict[str, Known]:
    return {step.source.name: step.value for step in steps}


def _cheapest(trial: Trial, works: Success, sets: Sequence[tuple[Step, ...]]) -> tuple[Step, ...]:
    if not sets:
        return ()
    good = np.flatnonzero(works(trial.run([_merged(chosen) for chosen in sets]))).tolist()
    return min((sets[place] for place in good), key=_cost, default=())


def _pruned(trial: Trial, works: Success, seeds: Sequence[Step]) -> tuple[Step, ...]:
    """Take all seeds, then leave out what is not needed, the dearest first."""
    by_input: dict[str, Step] = {}
    for step in seeds:
        kept = by_input.get(step.source.name)
        if kept is None or step.effort > kept.effort:
            by_input[step.source.name] = step
    chosen = sorted(by_input.values(), key=lambda step: -step.effort)
    if not chosen or not works(trial.run([_merged(chosen)]))[0]:
        return ()
    while len(chosen) > 1:
        fewer = [chosen[:place] + chosen[place + 1 :] for place in range(len(chosen))]
        good = np.flatnonzero(works(trial.run([_merged(some) for some in fewer]))).tolist()
        if not good:
            break
        chosen = fewer[good[0]]
    return tuple(chosen)


def by_source(steps: Sequence[Step]) -> Mapping[str, list[int]]:
    """Give the places of each input's steps."""
    places: dict[str, list[int]] = {}
    for place, step in enumerate(steps):
        places.setdefault(step.source.name, []).append(place)
    return places
