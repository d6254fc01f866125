"""Evidence of one camera's incidents: what the site file asks for, and which packet belongs to which incident."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, get_native_id
from typing import TYPE_CHECKING, Any

import numpy as np

from sightline.errors import SiteFileError
from sightline.evidence import (
    Dismissal,
    Keeper,
    Note,
    NoteKind,
    Occasion,
    Origin,
    Settings,
    Tools,
    dismiss,
)
from sightline.judge import quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sightline.evidence.blur import Faces
    from sightline.judge import Event
    from sightline.site.chain import Step
    from sightline.values import Detections, Frame

#: What the `evidence` section of a site file may say: its key, the field, the measure of its quantity.
TIMES = {"before": "before", "after": "after", "keep": "keep"}
PLAIN = ("most", "blur_faces", "rate", "quality")
#: The longest that a time may be, in seconds: an hour of clip, a hundred years of keeping.
LONGEST = {"before": 3600.0, "after": 3600.0, "keep": 36525 * 86400.0}
#: The least and the most of a plain number: pictures a second, quality of JPEG.
BETWEEN = {"rate": (0.1, 100), "quality": (20, 100)}
SIZES = {"MB": 10**6, "GB": 10**9, "TB": 10**12}
PROVEN = frozenset({"alarm", "warning", "suspected"})
#: From this score on a box of a person is covered where no face model is; doubtful ones too.
COVERED = 0.1
#: How far the writing of evidence steps back, as `nice` counts it.
LATER = 10


@dataclass(frozen=True, slots=True)
class Prove:
    """Evidence was written: of which incident, and where."""

    incident: str
    packet: Path


def settings_of(told: Mapping[str, Any], where: str) -> Settings:
    """Read the `evidence` section; raise SiteFileError or RuleError where it is wrong.

    >>> settings_of({"keep": "7 d", "blur_faces": True, "most": "2 GB"}, "site.yaml: evidence").most
    2000000000
    """
    for key in told:
        if key not in TIMES and key not in PLAIN:
            known = ", ".join((*TIMES, *PLAIN))
            raise SiteFileError(
                f"evidence 不认识 {key}，可用：{known}",
                f"evidence does not know {key}; use {known}",
                where,
            )
    fields: dict[str, Any] = {
        field: _time(told[key], f"{where}.{key}", LONGEST[key])
        for key, field in TIMES.items()
        if key in told
    }
    if "most" in told:
        fields["most"] = _bytes(told["most"], f"{where}.most")
    if "blur_faces" in told:
        fields["blur"] = _flag(told["blur_faces"], f"{where}.blur_faces")
    if "rate" in told:
        fields["rate"] = _number(told["rate"], f"{where}.rate", *BETWEEN["rate"])
    if "quality" in told:
        fields["quality"] = round(_number(told["quality"], f"{where}.quality", *BETWEEN["quality"]))
    return Settings(**fields)


def _time(told: object, where: str, most: float) -> float:
    seconds = quantity(told, "time", where)
    if seconds > most:
        raise SiteFileError(f"太长，最多 {most:g} 秒", f"too long: {most:g} s is the most", where)
    return seconds


def _flag(told: object, where: str) -> bool:
    """Read true or false; a word such as `no` is not taken for either."""
    if not isinstance(told, bool):
        raise SiteFileError("要写 true 或 false", "wants true or false", where)
    return told


def _number(told: object, where: str, least: float, most: float) -> float:
    number = told if isinstance(told, int | float) and not isinstance(told, bool) else -1
    if not least <= number <= most:
        raise SiteFileError(
            f"应是 {least:g} 到 {most:g} 之间的数",
            f"wants a number from {least:g} to {most:g}",
            where,
        )
    return float(number)


def _bytes(told: object, where: str) -> int:
    number, _, unit = str(told).partition(" ")
    if unit not in SIZES or not number.replace(".", "", 1).isdigit():
        raise SiteFileError("应写如 20 GB", "write such as 20 GB", where)
    return int(float(number) * SIZES[unit])


class Keeping:
    """Keeps the evidence of one camera; the writing is done by a thread of its own."""

    def __init__(
        self,
        folder: Path,
        origin: Origin,
        settings: Settings,
        tell: Callable[[Note | Prove], None],
        faces: Faces | None = None,
    ) -> None:
        """Take where evidence goes, of what, how much of it, whom to tell, and what finds faces."""
        self.folder = folder
        self._tell = tell
        self._pool = ThreadPoolExecutor(1, f"evidence {origin.camera}", _step_back)
        tools = Tools(faces, self._pool.submit)
        self._keeper = Keeper(folder, origin, settings, tools)
        self._after = settings.after
        self._begun: dict[str, datetime] = {}
        self._incidents: dict[str, str] = {}
        self._lock = Lock()

    def add(self, frame: Frame, found: Detections | None) -> None:
        """Take a picture, and who is in it, None where nobody looked."""
        people = None
        if found is not None:
            sure = found.scores >= COVERED
            people = found.boxes[sure & (np.array(found.names) == "person")]
        self._keeper.add(frame, people)
        self._drain()

    def elapse(self, at: datetime) -> None:
        """Let time pass while no picture comes."""
        self._keeper.elapse(at)
        self._drain()

    def note(self, event: Event, step: Step) -> None:
        """Begin a packet where an incident opens, and where it grows graver after its clip has ended."""
        before = self._begun.get(event.id)
        if event.what == "closed" or event.level not in PROVEN:
            self._begun.pop(event.id, None)
            return
        if before is not None and (event.at - before).total_seconds() <= self._after:
            return
        self._begun[event.id] = event.at
        occasion = Occasion(
            event.id,
            event.rule,
            event.level,
            event.camera,
            event.at,
            event.text,
            seen_of(event, step),
        )
        with self._lock:
            self._incidents[occasion.id] = event.id
        self._keeper.keep(occasion)

    def finish(self) -> None:
        """Write what is gathered, and wait until it is written."""
        self._keeper.finish()
        self._pool.shutdown(wait=True)
        self._drain()

    def _drain(self) -> None:
        for note in self._keeper.notes():
            self._tell(note)
            with self._lock:
                incident = self._incidents.get(note.occasion)
            if incident is not None and note.kind in {NoteKind.KEPT, NoteKind.COMPLETED}:
                self._tell(Prove(incident, Path(note.path)))


def _step_back() -> None:
    """Let recognising go first where processors are few: a clip that is written later loses nothing."""
    with suppress(AttributeError, OSError):  # not every system tells threads apart
        os.setpriority(os.PRIO_PROCESS, get_native_id(), LATER)


def seen_of(event: Event, step: Step) -> dict[str, object]:
    """Give everything that an incident was decided upon: the event, and who stood where, how surely."""
    moment = step.moment
    people = [
        {
            "track": int(moment.ids[place]),
            "kind": moment.kinds[place],
            "score": round(float(moment.scores[place]), 3),
            "box": moment.boxes[place].round(1).tolist(),
            "place": moment.places[place].round(3).tolist(),
            "covariance": moment.covariances[place].round(5).tolist(),
            "height": round(float(moment.heights[place]), 2),
        }
        for place in range(len(moment))
    ]
    return {"event": event.as_dict(), "tracks": people, "state": moment.state.value}


def dismissed(folder: Path, packet: Path, why: str, at: datetime) -> None:
    """Keep that somebody at the page called an incident false."""
    dismiss(folder, packet.name, Dismissal("page", why, at))
