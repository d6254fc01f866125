"""One camera: its pictures through recognising, following, measuring and judging, one after the other."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from threading import Event as Flag
from typing import TYPE_CHECKING

from sightline.errors import SightlineError, Text
from sightline.ingest import Clock, Incident, IncidentKind
from sightline.show.screen import Health, Screen, Shown
from sightline.site.chain import Chain, Look
from sightline.values import CameraState, Detections, Frame
from sightline.watch.ahead import Ahead
from sightline.watch.drifting import Drifting
from sightline.watch.lines import Summary, Told, Trouble
from sightline.watch.pairs import Depth
from sightline.watch.pulse import Pulse
from sightline.watch.seeing import Given, Recognising, Seeing, Seen, Silence
from sightline.watch.states import States

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sightline.site import Site
    from sightline.site.chain import Step
    from sightline.watch.keeping import Keeping
    from sightline.watch.memory import Memory
    from sightline.watch.seeing import Giving

LOG = logging.getLogger(__name__)
#: Pictures that may be recognised before the last one is judged.
AHEAD = 2
#: What must outlive a restart is written so often, in seconds of the source.
OFTEN = 10.0
FAILED = Text(
    "这一帧没有处理成功，已跳过，监看继续",
    "this picture failed and was left out; the watch goes on",
)
OTHER_SIZE = Text(
    "画面是 {} 像素，站点文件的 camera.size 是 {}：标定不适用，不测量米；请改回画面尺寸，或按新尺寸重新标定",
    "the picture has {} pixels and camera.size says {}: the calibration does not fit and nothing is measured in "
    "metres; set the camera back, or calibrate anew",
)


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
        self, site: Site, source: Giving, recogniser: Recognising, setting: Setting
    ) -> None:
        """Take the site, an opened source, what recognises, and where to tell."""
        self.site = site
        self.chain = Chain(site, recogniser.absent)
        self._source = source
        self._seeing = Seeing(recogniser, Drifting(site.camera), setting.every)
        self._setting = setting
        self._depth = Depth(site.camera, setting.tell)
        self._states = States()
        self._pulse = Pulse(setting.clock.monotonic)
        self._stop = Flag()
        self._last: Frame | None = None
        self._began: datetime | None = None
        self._told = 0
        self._remembered: datetime | None = None
        self._size = site.camera.size
        if setting.memory is not None:
            setting.memory.remind(site.camera.id, self.chain.restore)

    def stop(self) -> None:
        """End after the picture that is being looked at."""
        self._stop.set()

    def run(self) -> Summary:
        """Watch until the source ends or somebody stops it; tell and give how it went."""
        ahead = Ahead(self._seeing.given(self._source, self._setting.clock), AHEAD)
        try:
            for given in ahead:
                self._take(given)
                if self._stop.is_set():
                    break
        finally:
            self._source.close()
            ahead.close()
            summary = self._end()
        return summary

    def _take(self, given: Given) -> None:
        """Take in a picture, silence, or what happened to the source."""
        if isinstance(given, Incident):
            if given.source == self.site.camera.id:
                self._states.hear(given.kind)
            self._setting.tell(given)
            if given.kind is IncidentKind.SIZE_CHANGED:
                self.chain.forget()
        elif isinstance(given, Silence):
            if self._states.now is CameraState.LOST:
                self._pass(given.at)
        else:
            self._picture(given)

    def _picture(self, seen: Seen) -> None:
        """Judge a picture; what fails is told, and the next one comes."""
        frame = self._last = seen.frame
        self._began = self._began or frame.at
        self._pulse.beat()
        try:
            self._judged(seen)
        except Exception as wrong:  # a door: one picture must not end the watch
            LOG.debug("picture %s", frame.number, exc_info=True)
            self._fail(frame, wrong)
        if self._remembered is None or (frame.at - self._remembered).total_seconds() >= OFTEN:
            self._remembered = frame.at
            self._remember(frame.at)
        most = self._setting.seconds
        if most is not None and (frame.at - self._began).total_seconds() >= most:
            self._stop.set()

    def _fail(self, frame: Frame, wrong: Exception) -> None:
        """Tell of a picture that failed."""
        ours = isinstance(wrong, SightlineError)
        said = wrong.what if isinstance(wrong, SightlineError) else FAILED
        detail = "" if ours else str(wrong)[:200]
        self._setting.tell(Trouble("frame", frame.at, self.site.camera.id, said, detail))

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
            self._setting.tell(Trouble("state", at, self.site.camera.id, said, str(full.strerror)))

    def _judged(self, seen: Seen) -> None:
        """Follow, measure and judge one picture, and hand it on to evidence and to the page."""
        frame = seen.frame
        if seen.wrong is not None:
            raise seen.wrong
        if seen.found is None:
            self._keep(frame, None)
            return
        self._states.turned(away=seen.away or not self._fits(frame))
        look = Look(
            frame.at,
            frame.number,
            seen.found,
            self._states.now,
            image=frame.image,
            tell=lambda tracks: self._seeing.traits(frame, tracks),
            stand=self._depth.stand(frame),
            absent=self._depth.absent(frame.at),
        )
        step = self._judge(look)
        self._keep(frame, seen.found)
        self._setting.screen.show(Shown(frame, step, self.health(frame)))

    def _fits(self, frame: Frame) -> bool:
        """Tell whether a picture has the size that the camera was calibrated with; say so when it changes."""
        if frame.size != self._size:
            self._size = frame.size
            if self._size != self.site.camera.size:
                said, wanted = (
                    "×".join(map(str, of)) for of in (self._size, self.site.camera.size)
                )
                told = Text(OTHER_SIZE.zh.format(said, wanted), OTHER_SIZE.en.format(said, wanted))
                self._setting.tell(Trouble("size", frame.at, self.site.camera.id, told))
        return self._size == self.site.camera.size

    def _judge(self, look: Look) -> Step:
        step = self.chain.step(look)
        for event in step.events:
            self._told += 1
            self._setting.tell(event)
            if self._setting.keeping is not None:
                self._setting.keeping.note(event, step)
        return step

    def _pass(self, at: datetime) -> None:
        """Let time pass for rules and evidence while the camera sends nothing."""
        number = 0 if self._last is None else self._last.number
        missing = self._depth.absent(at)
        self._judge(Look(at, number, Detections.none(), self._states.now, absent=missing))
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

    def _end(self) -> Summary:
        """Write what is open, and say how it went."""
        self._setting.screen.end()
        if self._setting.keeping is not None:
            self._setting.keeping.finish()
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
        self._setting.tell(summary)
        return summary
