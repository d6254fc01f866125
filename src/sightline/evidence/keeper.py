"""Keep the evidence of one camera: pictures in, packets out, and nothing forgotten while the disk is full."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sightline.errors import EvidenceError
from sightline.evidence.blur import Blur, Faces
from sightline.evidence.disk import Disk
from sightline.evidence.occasion import Note, NoteKind, Occasion, Origin, Settings
from sightline.evidence.packet import Packet, packed
from sightline.evidence.ring import Gathering, Ring
from sightline.evidence.store import Store, tidy

if TYPE_CHECKING:
    from sightline.values import Floats, Frame

LOG = logging.getLogger(__name__)
Work = Callable[[Callable[[], None]], object]
_AGAIN = 5.0  # seconds of the camera's time between two tries at a full disk
_TIDY = 600.0
_RECORDS = 10_000
_UNWRITTEN = (OSError, EvidenceError)


@dataclass(slots=True)
class _Waiting:
    """A packet that is not yet whole on the disk."""

    packet: Packet
    path: Path | None = None


def _now() -> datetime:
    return datetime.now(UTC)


def _at_once(job: Callable[[], None]) -> None:
    job()


@dataclass(frozen=True, slots=True)
class Tools:
    """What evidence is made with: what finds faces, who runs jobs, the disk, the clock by which evidence grows old.

    Without ``faces`` the heads of persons are covered. ``work`` is handed one job after the other and must run them in
    that order, such as a pool of one thread.

    >>> Tools().faces is None
    True
    """

    faces: Faces | None = None
    work: Work = _at_once
    disk: Disk = field(default_factory=Disk)
    now: Callable[[], datetime] = _now


class Keeper:
    """The evidence of one camera.

    Give it every picture with the persons in it (`add`), and every occasion (`keep`): a packet is written when the
    seconds after are over. While the disk is full records wait in memory and go first when there is space, pictures
    after.
    """

    def __init__(
        self,
        folder: Path,
        origin: Origin,
        settings: Settings | None = None,
        tools: Tools | None = None,
    ) -> None:
        """Take where evidence is kept, of what, how much, and with what."""
        tools = tools or Tools()
        self._origin = origin
        self._settings = settings or Settings()
        self._blur = Blur(tools.faces)
        self._work = tools.work
        self._store = Store(folder, origin.camera, tools.disk, tools.now)
        self._store.recover()
        self._ring = Ring(self._settings)
        self._waiting: deque[_Waiting] = deque()
        self._notes: deque[Note] = deque(maxlen=_RECORDS)
        self._lock = Lock()
        self._handed = 0
        self._full = False
        self._tried: datetime | None = None
        self._tidied: datetime | None = None

    def add(self, frame: Frame, people: Floats | None = None) -> None:
        """Take a picture, with the boxes [n, 4] of the persons in it; None where nobody looked."""
        self._pass(frame.at, self._ring.add(frame, people))

    def elapse(self, at: datetime) -> None:
        """Let time pass while no picture comes: a camera that is lost must not hold up its evidence."""
        self._pass(at, self._ring.elapse(at))

    def keep(self, occasion: Occasion) -> None:
        """Begin to gather for an occasion."""
        self._ring.begin(occasion)

    def finish(self) -> None:
        """Write what is gathered so far: no more pictures come. What does not fit is lost, and that is said."""
        for gathering in self._ring.end():
            self._hand(gathering)
        self._work(self._end)

    def notes(self) -> tuple[Note, ...]:
        """Take what became of evidence since last asked."""
        taken = []
        while self._notes:
            taken.append(self._notes.popleft())
        return tuple(taken)

    @property
    def waiting(self) -> int:
        """Count the packets that are not yet whole on the disk."""
        return len(self._waiting)

    def _pass(self, at: datetime, done: list[Gathering]) -> None:
        for gathering in done:
            self._hand(gathering)
        if self._waiting and _since(self._tried, at) >= _AGAIN:
            self._tried = at
            self._work(self._try)
        now = self._store.now()
        if not 0 <= _since(self._tidied, now) < _TIDY:
            self._tidied = now
            self._work(self._tidy)

    def _hand(self, gathering: Gathering) -> None:
        """Hand over to be written; where writing cannot keep up, of later occasions one picture is kept."""
        if self._handed > self._settings.memory:
            gathering.only_moment()
        size = gathering.size
        with self._lock:
            self._handed += size
        self._work(partial(self._write, gathering, size))

    def _write(self, gathering: Gathering, size: int) -> None:
        try:
            packet = packed(gathering, self._origin, self._settings, self._blur)
        except (
            Exception
        ):  # the worker's own door: a fault in making pictures must not lose the record
            LOG.exception("pictures of %s", gathering.occasion.id)
            gathering.stills.clear()
            packet = packed(gathering, self._origin, self._settings, self._blur)
        with self._lock:
            self._handed -= size
            self._waiting.append(_Waiting(packet))
        self._try()

    def _try(self) -> None:
        """Write what waits, in order; where it does not fit, the records alone."""
        with self._lock:
            try:
                while self._waiting:
                    self._write_whole(self._waiting[0])
                    self._waiting.popleft()
            except _UNWRITTEN as error:
                self._stopped(error)
            else:
                self._full = False

    def _write_whole(self, one: _Waiting) -> None:
        packet = one.packet
        if one.path is None:
            one.path, seal = self._store.write(packet)
            kind = NoteKind.KEPT
        elif packet.media and one.path.is_dir():
            seal = self._store.complete(packet, one.path)
            kind = NoteKind.COMPLETED
        else:
            return
        if self._full:
            self._full = False
            self._note(NoteKind.SPACE, one)
        self._note(kind, one, seal)

    def _stopped(self, error: Exception) -> None:
        """Say once that the disk is full, write the records that fit, and bound what waits."""
        if not self._full:
            self._full = True
            self._note(NoteKind.FULL, self._waiting[0], detail=_why(error))
        try:
            for one in self._waiting:
                if one.path is None:
                    one.path, seal = self._store.write(one.packet, only_record=True)
                    self._note(NoteKind.KEPT, one, seal, "record only")
        except _UNWRITTEN:
            pass
        self._bound()

    def _end(self) -> None:
        """Try for the last time, a snapshot where the clip does not fit; say which pictures end with the watch."""
        self._try()
        with self._lock:
            for one in self._waiting:
                self._last(one)
            self._waiting.clear()

    def _last(self, one: _Waiting) -> None:
        if one.path is not None:
            with suppress(*_UNWRITTEN):
                seal = self._store.complete(one.packet.without_clip(), one.path)
                self._note(NoteKind.COMPLETED, one, seal, "snapshot only")
        self._note(NoteKind.LOST, one, detail="the watch has ended")

    def _bound(self) -> None:
        """Give up the oldest pictures above what memory may hold, the oldest records above ten thousand."""
        total = sum(one.packet.size for one in self._waiting)
        for one in self._waiting:
            if total <= self._settings.memory:
                break
            if one.packet.media:
                total -= one.packet.size
                self._note(NoteKind.LOST, one)
                one.packet = one.packet.without_media()
        while len(self._waiting) > _RECORDS:
            self._waiting.popleft()

    def _tidy(self) -> None:
        now, camera = self._store.now(), self._origin.camera
        with self._lock:
            try:
                for packet, why, seal in tidy(self._store, self._settings):
                    note = Note(NoteKind.DELETED, now, camera, packet, seal=seal, detail=why)
                    self._notes.append(note)
            except _UNWRITTEN as error:
                detail = _why(error)
                self._notes.append(Note(NoteKind.FULL, now, camera, detail=detail))

    def _note(self, kind: NoteKind, of: _Waiting, seal: str = "", detail: str = "") -> None:
        packet, path = of.packet, of.path
        name, where = ("", "") if path is None else (path.name, str(path))
        camera = self._origin.camera
        self._notes.append(
            Note(kind, packet.at, camera, name, where, seal, detail, packet.occasion)
        )


def _why(error: Exception) -> str:
    return str(error.strerror) if isinstance(error, OSError) else str(error)


def _since(before: datetime | None, at: datetime) -> float:
    return float("inf") if before is None else (at - before).total_seconds()
