"""What would change an answer: the smallest change of each fact, the cheapest combination, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from rulebook.cohorts import Cohorts
from rulebook.errors import Text
from rulebook.graph import Node
from rulebook.interpreter import Known, Reading
from rulebook.machine import Columns
from rulebook.records import Record
from rulebook.rules.editions import Clause, Edition
from rulebook.values import Interval, Verdict
from rulebook.whatif import search
from rulebook.whatif.answers import Ask, Change, WhatIf, at_least, at_most, change_of, name_of
from rulebook.whatif.trial import Trial

__all__ = ["Ask", "Change", "WhatIf", "whatif"]


def whatif(record: Record, edition: Edition, *, cohorts: Cohorts | None = None) -> WhatIf:
    """Say what would change an edition's answer for one record.

    `singles` are changes of one fact each that stop an unmet answer from being unmet, or settle an open one well; `combination` is
    given where no single fact is enough. `clauses` gives for each unmet or open condition the single changes that meet it. Only
    facts that a firm can act on, in the direction that it can, are changed; missing facts are asked for instead. `blocked` names unmet
    conditions that no single fact can meet, such as one that rests on a year gone by.
    """
    trial = Trial.of(record, edition, cohorts)
    steps = search.steps_of(trial)
    if not steps:
        return WhatIf(edition.standard, trial.verdict(edition.verdict), (), (), None, ())
    columns = trial.run([step.change for step in steps])
    teller = _Teller(record, trial, steps, columns)
    now = trial.verdict(edition.verdict)
    works = search.reaching(edition.verdict, now)
    settled = now in (Verdict.MET, Verdict.REVIEW)
    singles = [] if settled else search.nearest(steps, works(columns), trial)
    clauses = {clause.id: teller.nearest(clause) for clause in trial.cone.leaves if teller.failing(clause)}
    chosen: tuple[search.Step, ...] = ()
    if not singles and not settled:
        seeds = [found[0] for clause_id, found in clauses.items() if found and teller.unmet(clause_id, edition)]
        chosen = search.combine(trial, works, search.useful(trial, steps, columns), seeds)
    return WhatIf(
        standard=edition.standard,
        now=now,
        singles=tuple(teller.change(step, works) for step in singles),
        combination=tuple(teller.exactly(step) for step in chosen),
        reaches=_reached(trial, edition.verdict, singles[:1] or chosen),
        ask_next=tuple(teller.asks(edition)),
        clauses={
            clause_id: tuple(teller.change(step, search.becoming_met(cast(Node, edition.clause(clause_id).verdict))) for step in found)
            for clause_id, found in clauses.items()
            if found
        },
        blocked=tuple(key for key, found in clauses.items() if not found and teller.unmet(key, edition)),
    )


def _reached(trial: Trial, goal: Node, steps: Sequence[search.Step]) -> Verdict | None:
    """Evaluate again with the steps taken."""
    if not steps:
        return None
    merged: dict[str, Known] = {}
    for step in steps:
        merged |= step.change
    return Verdict(int(trial.run([merged]).verdict(goal)[0]))


class _Teller:
    """Turns steps into changes, and finds what is worth asking."""

    def __init__(
        self, record: Record, trial: Trial, steps: Sequence[search.Step], columns: Columns
    ) -> None:
        self.record = record
        self.trial = trial
        self.steps = steps
        self.columns = columns
        self.places = search.by_source(steps)

    def failing(self, clause: Clause) -> bool:
        return self.trial.verdict(cast(Node, clause.verdict)) in (Verdict.UNMET, Verdict.UNKNOWN)

    def unmet(self, clause_id: str, edition: Edition) -> bool:
        return self.trial.verdict(cast(Node, edition.clause(clause_id).verdict)) is Verdict.UNMET

    def nearest(self, clause: Clause) -> list[search.Step]:
        works = search.becoming_met(cast(Node, clause.verdict))
        return search.nearest(self.steps, works(self.columns), self.trial)

    def change(self, step: search.Step, works: search.Success) -> Change:
        """Tell a single change, as a threshold where all values beyond it do as well."""
        old = self.trial.known[step.source.name]
        new = step.value
        if isinstance(new, Interval) and isinstance(old, Interval) and not old.closed:
            new = self._threshold(step, works)
        return change_of(step.source, self.record.year, old, new, step.effort)

    def _threshold(self, step: search.Step, works: search.Success) -> Interval:
        value = cast(Interval, step.value)
        good = works(self.columns)
        tried = [(cast(Interval, self.steps[p].value).low, bool(good[p])) for p in self.places[step.source.name]]
        above = [ok for v, ok in tried if v > value.low]
        below = [ok for v, ok in tried if v < value.low]
        if all(above) and not any(below):
            return at_least(value)
        best = max(v for v, ok in tried if ok)
        return at_most(Interval(best, best)) if all(ok for v, ok in tried if v <= best) else value

    def exactly(self, step: search.Step) -> Change:
        old = self.trial.known[step.source.name]
        return change_of(step.source, self.record.year, old, step.value, step.effort)

    def asks(self, edition: Edition) -> list[Ask]:
        """Order the unknown facts by how much they could change."""
        best: dict[tuple[str, int], tuple[float, Ask]] = {}
        for name, places in self.places.items():
            source = self.steps[places[0]].source
            known = self.trial.known[name]
            open_ = known is Verdict.UNKNOWN if isinstance(known, Verdict) else not known.closed
            if not open_ or not source.fact.asked:
                continue
            ask, weight = self._ask(edition, places)
            key = (source.fact.id, source.lag)
            if weight > 0 and weight > best.get(key, (0.0, ask))[0]:
                best[key] = (weight, ask)
        return [ask for _, ask in sorted(best.values(), key=lambda pair: -pair[0])]

    def _ask(self, edition: Edition, places: Sequence[int]) -> tuple[Ask, float]:
        source = self.steps[places[0]].source
        decided = [clause for clause in self.trial.cone.leaves if self._decides(clause, places)]
        narrows = self._narrows(edition, places)
        verdict = self.columns.verdict(edition.verdict)[list(places)]
        turns = float(np.mean(verdict != self.trial.verdict(edition.verdict)))
        weight = len(decided) / max(1, len(self.trial.cone.leaves)) + narrows / (edition.most or 100) + turns
        name = name_of(source) if source.how not in ("number", "yesno") else source.fact.name
        year = self.record.year + 1 - source.lag if source.fact.per_year else None
        at = f"（{year}）" if year else ""
        said = [f"可定 {len(decided)} 条"] if decided else []
        said += [f"得分范围平均缩小 {narrows:.2g} 分"] if narrows > 0 else []
        told = [f"decides {len(decided)} clauses"] if decided else []
        told += [f"narrows the score by {narrows:.2g} points on average"] if narrows > 0 else []
        sentence = Text(f"{source.fact.zh}{at}：{'，'.join(said)}", f"{source.fact.en}: {', '.join(told)}")
        return Ask(source.fact.id, year, name, tuple(c.id for c in decided), narrows, sentence), weight

    def _decides(self, clause: Clause, places: Sequence[int]) -> bool:
        node = cast(Node, clause.verdict)
        if self.trial.verdict(node) not in (Verdict.UNKNOWN, Verdict.REVIEW):
            return False
        codes = self.columns.verdict(node)[list(places)]
        return bool(np.mean((codes == Verdict.MET) | (codes == Verdict.UNMET)) > 0)

    def _narrows(self, edition: Edition, places: Sequence[int]) -> float:
        if edition.score is None:
            return 0.0
        now = cast(Reading, self.trial.base[edition.score])
        width = now.high - now.low
        rows = list(places)
        widths = self.columns.high(edition.score)[rows] - self.columns.low(edition.score)[rows]
        return max(0.0, float(width - np.mean(widths))) if np.isfinite(width) else 0.0


