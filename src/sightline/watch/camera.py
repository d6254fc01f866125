"""One camera: its pictures through recognising, following, measuring and judging, one after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event as Flag
from typing import TYPE_CHECKING, Protocol

import cv2

from sightline.errors import SightlineError, Text
from sightline.ingest import Clock, Incident
from sightline.show.screen import Health, Screen, Shown
from sightline.site.chain import Chain, Look
from sightline.values import CameraState, Detections, Floats, Frame, Tracks
from sightline.watch.ahead import Ahead
from sightline.watch.drifting import Drifting
from sightline.watch.lines import Summary, Told, Trouble
from sightline.watch.pulse import Pulse
from sightline.watch.states import States

if TYPE_CHECKING:
    from sightline.ingest import Item, Source
    from sightline.site import Site
    from sightline.site.chain import Step
    from sightline.watch.keeping import Keeping
    from sightline.watch.memory import Memory

LOG = logging.getLogger(__name__)
#: While a live camera sends nothing, rules are told so this often, in seconds.
PATIENCE = 0.5
#: What must outlive a restart is written so often, in seconds of the source.
OFTEN = 10.0
FAILED = Text(
    "这一帧没有处理成功，已跳过，监看继续",
    "this picture failed and was left out; the watch goes on",
)


class Recognising(Protocol):
    """What a watch asks of a recogniser; a made-up one will do for a test."""

    @property
    def absent(self) -> frozenset[str]:
        """Name the models that rules may ask for and that are not there."""

    def see(self, frame: Frame) -> Detections:
        """Give what is in a picture."""

    def traits(self, frame: Frame, tracks: Tracks) -> dict[str, Floats]:
        """Give shares of certainty [n] by name for those who are followed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a camera's watch stands: whom it tells, what shows it, what keeps evidence, whose clock it goes by.

    ``seconds`` of the source are watched, or all; each ``every``-th picture is recognised; ``memory`` outlives this.
    """

    tell: Callable[[Told], None]
    screen: Screen
    keeping: Keeping | None = None
    clock: Clock = field(default_factory=Clock)
    seconds: float | None = None
    every: int = 1
    models: tuple[str, ...] = ()
    memory: Memory | None = None


class CameraWatch:
    """Watches one camera in the thread that calls `run`."""

    def __init__(
        self, site: Site, source: Source, recogniser: Recognising, setting: Setting
    ) -> None:
        """Take the site, an opened source, what recognises, and where to tell."""
        self.site = site
        self.chain = Chain(site, recogniser.absent)
        self._source = source
        self._recogniser = recogniser
        self._setting = setting
        self._states = States()
        self._pulse = Pulse(setting.clock.monotonic)
        self._drifting = Drifting(site.camera)
        self._stop = Flag()
        self._last: Frame | None = None
        self._began: datetime | None = None
        self._told = 0
        self._remembered: datetime | None = None
        known = None if setting.memory is None else setting.memory.of(site.camera.id)
        if known is not None:
            self.chain.restore(known)

    def stop(self) -> None:
        """End after the picture that is being looked at."""
        self._stop.set()

    def run(self) -> Summary:
        """Watch until the source ends or somebody stops it; tell and give how it went."""
        try:
            for item in self._items():
                self._take(item)
                if self._stop.is_set():
                    break
        finally:
            self._source.close()
            summary = self._end()
        return summary

    def _items(self) -> Iterator[Item]:
        """Give what the source gives: a recording is read ahead, of a live camera silence is noticed as well."""
        if not self._source.flowing:
            ahead = Ahead(iter(self._source))
            try:
                yield from ahead
            finally:
                ahead.close()
            return
        while not self._stop.is_set():
            item = self._source.take(PATIENCE)
            if item is not None:
                yield item
            elif self._source.ended:
                return
            elif self._states.now is CameraState.LOST:
                self._pass(self._setting.clock.now())

    def _take(self, item: Item) -> None:
        """Take in a picture or what happened to the source; what fails is told, and the next one comes."""
        if isinstance(item, Incident):
            self._states.hear(item.kind)
            self._tell(item)
            if item.kind.value == "size_changed":
                self.chain.forget()
            return
        self._last = item
        self._began = self._began or item.at
        try:
            self._see(item)
        except (SightlineError, cv2.error, ValueError, RuntimeError) as wrong:
            LOG.debug("picture %s", item.number, exc_info=True)
            said = wrong.what if isinstance(wrong, SightlineError) else FAILED
            detail = "" if isinstance(wrong, SightlineError) else str(wrong)[:200]
            self._tell(Trouble("frame", item.at, self.site.camera.id, said, detail))
        if self._remembered is None or (item.at - self._remembered).total_seconds() >= OFTEN:
            self._remembered = item.at
            self._remember(item.at)
        most = self._setting.seconds
        if most is not None and (item.at - self._began).total_seconds() >= most:
            self._stop.set()

    def _remember(self, at: datetime) -> None:
        """Keep what must outlive a restart; a disk that takes nothing does not end the watch."""
        if self._setting.memory is None:
            return
        try:
            self._setting.memory.keep(self.site.camera.id, self.chain.snapshot())
        except OSError as full:
            said = Text(
                "状态没有写入磁盘，请检查空间和权限",
                "the state was not written: check disk and rights",
            )
            self._tell(Trouble("state", at, self.site.camera.id, said, str(full.strerror)))

    def _see(self, frame: Frame) -> None:
        """Recognise, follow, measure and judge one picture, and hand it on."""
        self._pulse.beat()
        if self._pulse.count % self._setting.every:
            self._keep(frame, None)
            return
        self._states.turned(away=self._drifting.away(frame))
        found = self._recogniser.see(frame)
        step = self._judge(
            Look(
                frame.at,
                frame.number,
                found,
                self._states.now,
                image=frame.image,
                tell=lambda tracks: self._recogniser.traits(frame, tracks),
            )
        )
        self._keep(frame, found)
        self._setting.screen.show(Shown(frame, step, self.health(frame)))

    def _judge(self, look: Look) -> Step:
        step = self.chain.step(look)
        for event in step.events:
            self._told += 1
            self._tell(event)
            if self._setting.keeping is not None:
                self._setting.keeping.note(event, step)
        return step

    def _pass(self, at: datetime) -> None:
        """Let time pass for rules and evidence while the camera sends nothing."""
        number = 0 if self._last is None else self._last.number
        self._judge(Look(at, number, Detections.none(), self._states.now))
        if self._setting.keeping is not None:
            self._setting.keeping.elapse(at)

    def _keep(self, frame: Frame, found: Detections | None) -> None:
        """Hand the picture to what keeps evidence, with where people are in it."""
        if self._setting.keeping is not None:
            self._setting.keeping.add(frame, found)

    def health(self, frame: Frame) -> Health:
        """Tell how the watch goes."""
        lag = None
        if "://" in self._source.where:
            lag = max(0.0, (self._setting.clock.now() - frame.at).total_seconds())
        return Health(
            rate=self._pulse.rate,
            taken=self._pulse.count,
            dropped=self._source.dropped,
            state=self._states.now,
            lag=lag,
            models=self._setting.models,
        )

    def _tell(self, told: Told) -> None:
        self._setting.tell(told)

    def _end(self) -> Summary:
        """Write what is open, and say how it went."""
        if self._setting.keeping is not None:
            self._setting.keeping.finish()
        self._setting.screen.end()
        if self._last is not None:
            self._remember(self._last.at)
        summary = Summary(
            self.site.camera.id,
            None if self._last is None else self._last.at,
            self._pulse.count,
            self._source.dropped,
            self._told,
            tuple(event.id for event in self.chain.judge.open),
        )
        self._tell(summary)
        return summary
