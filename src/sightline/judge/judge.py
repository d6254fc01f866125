"""The judge: it is told one moment after the other and says what opened, grew graver or closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sightline.errors import RuleError
from sightline.judge.claims import Tick
from sightline.judge.events import Event, later
from sightline.judge.incidents import Incidents
from sightline.judge.kinds import KINDS, Kind
from sightline.judge.register import Register
from sightline.judge.telling import sentence
from sightline.judge.view import View, trails
from sightline.values import CameraState, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sightline.judge.rules import Layout, Rule

LONGEST_STEP = 5.0
"""Seconds between two moments that still count as watched; more than that, or a clock gone back, counts as none."""
METRES = "metres"
"""In the names of what is absent this stands for a calibration."""
KEPT = 120.0
"""A track not seen for so many watched seconds is forgotten."""


@dataclass(slots=True)
class Watch:
    """One rule at work, with its incidents and why it is not judged, if it is not."""

    rule: Rule
    kind: Kind
    incidents: Incidents
    unavailable: Event | None = None
    clock: float = 0.0


class Judge:
    """Judges the moments of one camera by rules; it has no clock but that of the moments.

    >>> from sightline.judge.rules import Layout
    >>> Judge((), Layout()).open
    ()
    """

    def __init__(self, rules: Iterable[Rule], layout: Layout) -> None:
        """Set up every rule; the layout is what the rules were read with."""
        self.layout = layout
        self.register = Register(KEPT)
        trails(self.register)
        self.watches = tuple(_watch(rule, self.register) for rule in rules)
        self.clock = 0.0
        self.last: datetime | None = None

    @property
    def open(self) -> tuple[Event, ...]:
        """Give the last event of every incident that is open, those of rules that are unavailable among them."""
        found: list[Event] = []
        for watch in self.watches:
            known = watch.incidents.known.values()
            found += [one.event for one in known if one.event is not None]
            found += [watch.unavailable] if watch.unavailable is not None else []
        return tuple(found)

    def step(self, moment: Moment) -> tuple[Event, ...]:
        """Judge one moment; give what is to be told of it, in the order of the rules."""
        gap = 0.0 if self.last is None else (moment.at - self.last).total_seconds()
        passed = gap if 0.0 <= gap <= LONGEST_STEP else 0.0
        self.last = moment.at
        self.clock += passed
        rows = self.register.meet(moment.ids, self.clock)
        view = View(moment, self.register, rows, self.clock, passed)
        view.remember()
        ages = self.register.ages(view.rows, self.clock)
        return tuple(event for watch in self.watches for event in _judge(watch, view, passed, ages))

    def snapshot(self) -> dict[str, Any]:
        """Give all that is known as JSON can hold it, so that a watch that is started anew goes on."""
        return {
            "clock": self.clock,
            "last": None if self.last is None else self.last.isoformat(),
            "register": self.register.snapshot(),
            "rules": {
                watch.rule.id: {
                    "clock": watch.clock,
                    "incidents": watch.incidents.snapshot(),
                    "unavailable": None
                    if watch.unavailable is None
                    else watch.unavailable.as_dict(),
                }
                for watch in self.watches
            },
        }

    def restore(self, data: dict[str, Any]) -> None:
        """Know what a snapshot knew; of rules that it does not tell of nothing is known.

        RuleError where it is no snapshot; the judge is then of no use and a new one is to be made.
        """
        try:
            self._restore(data)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
            raise RuleError(
                "保存的判断状态已损坏，请删除后重新开始",
                f"what was kept of the judge is damaged ({fault!r}); delete it and begin anew",
            ) from fault

    def _restore(self, data: dict[str, Any]) -> None:
        self.clock = float(data["clock"])
        self.last = None if data["last"] is None else datetime.fromisoformat(data["last"])
        self.register.restore(data["register"])
        for watch in self.watches:
            kept = data["rules"].get(watch.rule.id)
            if kept is None:
                continue
            watch.clock = float(kept["clock"])
            watch.incidents.restore(kept["incidents"])
            told = kept["unavailable"]
            watch.unavailable = None if told is None else Event.from_dict(told)


def _watch(rule: Rule, register: Register) -> Watch:
    kind = KINDS[rule.kind](rule, register)
    return Watch(rule, kind, Incidents(rule, kind.covers if not rule.wants else 0.0))


def _judge(watch: Watch, view: View, passed: float, ages: Mapping[int, float]) -> Iterator[Event]:
    """Judge one rule; while it cannot be judged its clock stands still and what is open stays open."""
    moment = view.moment
    reason = _hindrance(watch, moment)
    tick = Tick(moment.at, watch.clock, passed, moment.number, moment.camera, ages)
    yield from _tell(watch, tick, reason)
    if reason:
        return
    watch.clock += passed
    tick = Tick(moment.at, watch.clock, passed, moment.number, moment.camera, ages)
    if watch.rule.hours is not None and not watch.rule.hours.hold(moment.at):
        yield from watch.incidents.close_all(tick, "hours")
        return
    yield from watch.incidents.step(watch.kind.look(view), tick)


def _hindrance(watch: Watch, moment: Moment) -> str:
    """Tell why a rule cannot be judged now; empty where it can."""
    rule, kind = watch.rule, watch.kind
    metric = kind.metric or bool(rule.zones)
    if rule.wants:
        return "number"
    if moment.absent.intersection(rule.words.get("needs", ())):
        return "model"
    if metric and METRES in moment.absent:
        return METRES
    if kind.blind or moment.state is CameraState.SEEING:
        return ""
    return moment.state.value if metric or moment.state is not CameraState.MOVED else ""


def _tell(watch: Watch, tick: Tick, reason: str) -> Iterator[Event]:
    """Say once that a rule is unavailable and why, and once that it is judged again."""
    told = watch.unavailable
    if told is not None and told.reason != reason:
        watch.unavailable = None
        seconds = max((tick.at - told.at).total_seconds(), 0.0)
        back = "changed" if reason else "available"
        text = sentence(watch.rule, "unavailable", "", None, back)
        yield later(
            told, what="closed", at=tick.at, frame=tick.number, seconds=round(seconds, 3),
            reason=back, text=text,
        )  # fmt: skip
        told = None
    if reason and told is None:
        watch.unavailable = _unavailable(watch, tick, reason)
        yield watch.unavailable


def _unavailable(watch: Watch, tick: Tick, reason: str) -> Event:
    rule = watch.rule
    watch.incidents.count += 1
    return Event(
        id=f"{tick.camera}-{rule.id}-{tick.at:%Y%m%dT%H%M%S}-{watch.incidents.count}",
        what="opened", level="unavailable", rule=rule.id, kind=rule.kind, severity=rule.severity,
        camera=tick.camera, at=tick.at, since=tick.at, seconds=0.0, frame=tick.number,
        text=sentence(rule, "unavailable", "", None, reason), reason=reason,
        source=str(rule.source),
    )  # fmt: skip
