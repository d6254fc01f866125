"""By how much one enterprise misses one condition, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jianghai.standards.nearness import chosen
from rulebook.errors import Text
from rulebook.machine import run_one
from rulebook.results import Range, Shown
from rulebook.rules.plans import sources_of
from rulebook.values import Verdict

if TYPE_CHECKING:
    from rulebook.records import Record
    from rulebook.rules.editions import Edition, Measure


@dataclass(frozen=True, slots=True)
class Lack:
    """What is measured, what it is now, what is asked, and the difference between the two."""

    measure: Measure
    now: Shown
    asked: Shown
    by: Shown

    @property
    def sentence(self) -> Text:
        """Say it in one sentence."""
        name, asks = self.measure.label, self.measure.asks
        zh, en = (
            f"{name.zh}现为 {self.now.zh}，要求 {asks.zh}",
            f"{name.en}: {self.now.en} now, asked {asks.en}",
        )
        if self.measure.right is not None:
            zh, en = f"{zh}（即 {self.asked.zh}）", f"{en} (which is {self.asked.en})"
        if not self.by.range.high:
            return Text(
                f"{zh}，正好在界线上，须越过", f"{en}; it stands on the line and has to pass it"
            )
        by = self.by.zh.replace("%", " 个百分点")
        return Text(
            f"{zh}，还差 {by}", f"{en}; {self.by.en.replace('%', ' percentage points')} to go"
        )


def threshold(record: Record, edition: Edition, measure: Measure) -> Shown | None:
    """Tell what a comparison asks of one enterprise where that is computed; None where it is the same for all."""
    if measure.right is None:
        return None
    known = {one.name: one.read(record) for one in sources_of([measure.right], [edition])}
    asked = run_one((measure.right,), known)[measure.right]
    return Shown(asked, measure.unit) if isinstance(asked, Range) else None


def lack(record: Record, edition: Edition, clause_id: str) -> Lack | None:
    """Tell the first number of a condition that a record fails; None where it fails none."""
    return next(_lacks(record, edition, clause_id), None)


def _lacks(record: Record, edition: Edition, clause_id: str) -> Iterator[Lack]:
    for measure in edition.clause(clause_id).measures:
        if measure.left is not None and measure.bound is not None and not chosen(measure):
            nodes = list(dict.fromkeys((measure.verdict, measure.left, measure.bound)))
            known = {one.name: one.read(record) for one in sources_of(nodes, [edition])}
            said = run_one(nodes, known)
            now, asked = said[measure.left], said[measure.bound]
            failed = said[measure.verdict] is Verdict.UNMET
            if failed and isinstance(now, Range) and isinstance(asked, Range):
                yield _told(measure, now, asked)


def _told(measure: Measure, now: Range, asked: Range) -> Lack:
    """Put both beside each other; what is missing may itself be a range."""
    least = max(asked.low - now.high, now.low - asked.high, 0.0)
    most = max(asked.high - now.low if now.low < asked.high else now.high - asked.low, least)
    shown = (Shown(each, measure.unit) for each in (now, asked, Range(least, most)))
    return Lack(measure, *shown)
