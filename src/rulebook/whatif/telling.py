"""From tried steps to answers: changes, thresholds, and what is worth asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from rulebook.errors import Text
from rulebook.values import Interval, Verdict
from rulebook.whatif import search
from rulebook.whatif.answers import Ask, Change, at_least, at_most, change_of, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rulebook.graph import Node
    from rulebook.interpreter import Known, Reading
    from rulebook.machine import Columns
    from rulebook.records import Record
    from rulebook.records.inputs import Source
    from rulebook.rules.editions import Clause, Edition
    from rulebook.whatif.trial import Trial

OPEN = (Verdict.UNKNOWN, Verdict.REVIEW)


def is_open(known: Known) -> bool:
    """Tell whether an input is not known to one value."""
    return known is Verdict.UNKNOWN if isinstance(known, Verdict) else not known.closed


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """The steps that were tried, and what the goals came to in each."""

    steps: Sequence[search.Step]
    columns: Columns


class Teller:
    """Turns steps into changes, and finds what is worth asking."""

    def __init__(self, record: Record, edition: Edition, trial: Trial, tried: Tried) -> None:
        """Keep what was tried for one record and edition."""
        self.record = record
        self.edition = edition
        self.trial = trial
        self.steps, self.columns = tried.steps, tried.columns
        self.places = search.by_source(tried.steps)
        self.goals = {clause.id: cast("Node", clause.verdict) for clause in trial.cone.leaves}

    def failing(self, clause: Clause) -> bool:
        """Tell whether a condition is unmet or open."""
        return self.trial.verdict(self.goals[clause.id]) in (Verdict.UNMET, Verdict.UNKNOWN)

    def unmet(self, clause_id: str) -> bool:
        """Tell whether a condition is unmet."""
        return self.trial.verdict(self.goals[clause_id]) is Verdict.UNMET

    def nearest(self, clause: Clause) -> list[search.Step]:
        """Give for each input the nearest step that meets a condition."""
        works = search.becoming_met(self.goals[clause.id])
        return search.nearest(self.steps, works(self.columns), self.trial)

    def told(self, clause_id: str, steps: Sequence[search.Step]) -> tuple[Change, ...]:
        """Tell the steps that meet a condition."""
        works = search.becoming_met(self.goals[clause_id])
        return tuple(self.change(step, works) for step in steps)

    def change(self, step: search.Step, works: search.Success) -> Change:
        """Tell a single change, as a threshold where all values beyond it do as well."""
        old = self.trial.known[step.source.name]
        new = step.value
        if isinstance(new, Interval) and isinstance(old, Interval) and not old.closed:
            new = self._threshold(step, works)
        return change_of(step.source, self.record.year, old, new, step.effort)

    def exactly(self, step: search.Step) -> Change:
        """Tell a step of a combination, at its very value."""
        old = self.trial.known[step.source.name]
        return change_of(step.source, self.record.year, old, step.value, step.effort)

    def _threshold(self, step: search.Step, works: search.Success) -> Interval:
        value = cast("Interval", step.value)
        good = works(self.columns)
        tried = [
            (cast("Interval", self.steps[place].value).low, bool(good[place]))
            for place in self.places[step.source.name]
        ]
        above = [ok for other, ok in tried if other > value.low]
        below = [ok for other, ok in tried if other < value.low]
        if all(above) and not any(below):
            return at_least(value)
        best = max(other for other, ok in tried if ok)
        alike = all(ok for other, ok in tried if other <= best)
        return at_most(Interval(best, best)) if alike else value

    def asks(self) -> list[Ask]:
        """Order the unknown facts by how much they could change."""
        leaves = [
            leaf
            for leaf in self.trial.cone.leaves
            if self.trial.verdict(self.goals[leaf.id]) in OPEN
        ]
        codes = np.empty((len(leaves), len(self.steps)), np.uint8)
        for row, leaf in enumerate(leaves):
            codes[row] = self.columns.verdict(self.goals[leaf.id])
        decided = (codes == Verdict.MET) | (codes == Verdict.UNMET)
        best: dict[tuple[str, int], tuple[float, Ask]] = {}
        for name, places in self.places.items():
            source = self.steps[places[0]].source
            if not source.fact.asked or not is_open(self.trial.known[name]):
                continue
            settles = tuple(
                leaves[place].id for place in np.flatnonzero(decided[:, places].any(axis=1))
            )
            ask, weight = self._ask(source, places, settles)
            key = (source.fact.id, source.lag)
            if weight > best.get(key, (0.0, ask))[0]:
                best[key] = (weight, ask)
        return [ask for _, ask in sorted(best.values(), key=lambda pair: -pair[0])]

    def _ask(
        self, source: Source, places: Sequence[int], settles: tuple[str, ...]
    ) -> tuple[Ask, float]:
        narrows = self._narrows(places)
        verdict = self.columns.verdict(self.edition.verdict)[list(places)]
        turns = float(np.mean(verdict != self.trial.verdict(self.edition.verdict)))
        share = len(settles) / max(1, len(self.trial.cone.leaves))
        weight = share + narrows / (self.edition.most or 100) + turns
        year = self.record.year + 1 - source.lag if source.fact.per_year else None
        sentence = _worth(source, year, len(settles), narrows)
        return Ask(source.fact.id, year, name_of(source), settles, narrows, sentence), weight

    def _narrows(self, places: Sequence[int]) -> float:
        score = self.edition.score
        if score is None:
            return 0.0
        now = cast("Reading", self.trial.base[score])
        width = now.high - now.low
        rows = list(places)
        widths = self.columns.high(score)[rows] - self.columns.low(score)[rows]
        return max(0.0, float(width - np.mean(widths))) if np.isfinite(width) else 0.0


def _worth(source: Source, year: int | None, settles: int, narrows: float) -> Text:
    zh = [f"可定 {settles} 条"] if settles else []
    en = [f"decides {settles} clauses"] if settles else []
    if narrows > 0:
        zh.append(f"得分范围平均缩小 {narrows:.3g} 分")
        en.append(f"narrows the score by {narrows:.3g} points on average")
    fact = source.fact.name
    at = (f"（{year}）", f" ({year})") if year else ("", "")
    return Text(f"{fact.zh}{at[0]}：{'，'.join(zh)}", f"{fact.en}{at[1]}: {', '.join(en)}")
