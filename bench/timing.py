"""Measure things fairly: interleaved rounds, medians, peak memory, and one line per claim."""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Seconds = float
TUNING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""Settings some machines carry that would make numpy pretend to be on other hardware."""


@dataclass(frozen=True, slots=True)
class Times:
    """What several rounds of one thing took."""

    rounds: tuple[Seconds, ...]

    @property
    def median(self) -> Seconds:
        """Give the middle round."""
        return statistics.median(self.rounds)

    def __str__(self) -> str:
        """Show min/median/max in a fitting unit."""
        least, most = min(self.rounds), max(self.rounds)
        return f"{show(least)} / {show(self.median)} / {show(most)}"


def show(seconds: Seconds) -> str:
    """Print a duration with three figures.

    >>> show(0.0123)
    '12.3 ms'
    """
    for limit, factor, unit in ((1e-3, 1e6, "µs"), (1.0, 1e3, "ms")):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds:.3g} s"


@dataclass(frozen=True, slots=True)
class Line:
    """One claim: what, measured against what, and whether the target was reached."""

    what: str
    measured: str
    reference: str
    ratio: float | None
    target: str
    hit: bool | None

    @classmethod
    def at_least(cls, what: str, ours: str, theirs: str, ratio: float, target: float) -> Line:
        """Make a line for a ratio that must reach the target."""
        return cls(what, ours, theirs, ratio, f"≥ {target:g}×", ratio >= target)

    @classmethod
    def at_most(cls, what: str, ours: str, theirs: str, ratio: float, target: float) -> Line:
        """Make a line for a ratio that must not pass the target."""
        return cls(what, ours, theirs, ratio, f"≤ {target:g}×", ratio <= target)

    @classmethod
    def printed(cls, what: str, ours: str, theirs: str, ratio: float) -> Line:
        """Make a line that is only printed."""
        return cls(what, ours, theirs, ratio, "–", None)

    @classmethod
    def figure(cls, what: str, measured: str, reference: str, target: str, *, hit: bool) -> Line:
        """Make a line for a figure with a unit of its own, such as metres or a share."""
        return cls(what, measured, reference, None, target, hit)

    @property
    def times(self) -> str:
        """Show the ratio, where there is one."""
        return "–" if self.ratio is None else f"{self.ratio:.3g}×"

    @property
    def answer(self) -> str:
        """Say whether the target was reached."""
        return {True: "hit", False: "MISS", None: "–"}[self.hit]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A benchmark that could not run here, and why."""

    what: str
    why: str


Answer = Line | Skipped


def interleave(
    things: Mapping[str, Callable[[], Seconds | None]], rounds: int = 5, *, tidy: bool = True
) -> dict[str, Times]:
    """Run the things in turn, round by round, after one round that is not counted.

    A thing that returns seconds has timed itself (in another process, say). Without `tidy` garbage is
    left lying: for things of milliseconds, collecting it would empty the processor's cache each time.
    """
    for thing in things.values():
        thing()
    taken: dict[str, list[Seconds]] = {name: [] for name in things}
    for _ in range(rounds):
        for name, thing in things.items():
            if tidy:
                gc.collect()
            start = time.perf_counter()
            own = thing()
            taken[name].append(own if own is not None else time.perf_counter() - start)
    return {name: Times(tuple(seconds)) for name, seconds in taken.items()}


def peak_bytes() -> int:
    """Give the highest resident memory of this process so far (Linux)."""
    return _status("VmHWM")


def resident_bytes() -> int:
    """Give the resident memory of this process now (Linux)."""
    return _status("VmRSS")


def _status(key: str) -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(key):
            return int(line.split()[1]) * 1024
    return 0


def untuned() -> dict[str, str]:
    """Give this process's environment without the settings named in `TUNING`."""
    return {key: value for key, value in os.environ.items() if key not in TUNING}


def restart_untuned() -> None:
    """Start this process again without the settings named in `TUNING`, if any is set."""
    if any(key in os.environ for key in TUNING):
        os.execve(sys.executable, [*sys.orig_argv], untuned())  # noqa: S606


def table(answers: Sequence[Answer]) -> str:
    """Lay all answers out as a Markdown table."""
    head = ["What", "Measured (min / median / max)", "Reference", "Ratio", "Target", ""]
    rows = [head, ["---"] * len(head)]
    for answer in answers:
        if isinstance(answer, Skipped):
            rows.append([answer.what, f"skipped: {answer.why}", "", "", "", "skipped"])
        else:
            cells = [answer.what, answer.measured, answer.reference, answer.times, answer.target]
            rows.append([*cells, answer.answer])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
