"""What would change an answer: the smallest change of each fact, the cheapest combination, and what to ask next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulebook.values import Verdict
from rulebook.whatif import search
from rulebook.whatif.answers import Ask, Change, WhatIf
from rulebook.whatif.telling import Teller, Tried
from rulebook.whatif.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rulebook.cohorts import Cohorts
    from rulebook.graph import Node
    from rulebook.interpreter import Known
    from rulebook.records import Record
    from rulebook.rules.editions import Edition

__all__ = ["Ask", "Change", "WhatIf", "whatif"]


def whatif(record: Record, edition: Edition, *, cohorts: Cohorts | None = None) -> WhatIf:
    """Say what would change an edition's answer for one record.

    `singles` are changes of one fact each that stop an unmet answer from being unmet, or settle an open one
    well; `combination` is given where no single fact is enough. `clauses` gives for each unmet or open
    condition the single changes that meet it. Only facts that a firm can act on, in the direction that it
    can, are changed; missing facts are asked for instead. `blocked` names unmet conditions that no single
    fact can meet, such as one that rests on a year gone by.
    """
    trial = Trial.of(record, edition, cohorts)
    steps = search.steps_of(trial)
    if not steps:
        return WhatIf(edition.standard, trial.verdict(edition.verdict), (), (), None, ())
    columns = trial.run([step.change for step in steps])
    teller = Teller(record, edition, trial, Tried(steps, columns))
    now = trial.verdict(edition.verdict)
    works = search.reaching(edition.verdict, now)
    settled = now in (Verdict.MET, Verdict.REVIEW)
    singles = [] if settled else search.nearest(steps, works(columns), trial)
    clauses = {
        clause.id: teller.nearest(clause) for clause in trial.cone.leaves if teller.failing(clause)
    }
    chosen: tuple[search.Step, ...] = ()
    if not singles and not settled:
        seeds = [
            found[0] for clause_id, found in clauses.items() if found and teller.unmet(clause_id)
        ]
        chosen = search.combine(trial, works, search.useful(trial, steps, columns), seeds)
    return WhatIf(
        standard=edition.standard,
        now=now,
        singles=tuple(teller.change(step, works) for step in singles),
        combination=tuple(teller.exactly(step) for step in chosen),
        reaches=_reached(trial, edition.verdict, singles[:1] or chosen),
        ask_next=tuple(teller.asks()),
        clauses={key: teller.told(key, found) for key, found in clauses.items() if found},
        blocked=tuple(key for key, found in clauses.items() if not found and teller.unmet(key)),
    )


def _reached(trial: Trial, goal: Node, steps: Sequence[search.Step]) -> Verdict | None:
    """Evaluate again with the steps taken."""
    if not steps:
        return None
    merged: dict[str, Known] = {}
    for step in steps:
        merged |= step.change
    return Verdict(int(trial.run([merged]).verdict(goal)[0]))
