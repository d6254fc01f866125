"""Several cameras at once: each in a thread of its own with its own models, all telling one line at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event as Flag
from threading import Lock, Thread
from typing import TYPE_CHECKING

from sightline.errors import SightlineError, SiteFileError, SourceError
from sightline.evidence import Note, Origin
from sightline.ingest import Clock, Options, open_source, shown
from sightline.judge import Event
from sightline.show.book import Book, Entry
from sightline.show.desk import Desk
from sightline.show.screen import Screen
from sightline.show.web.server import Server
from sightline.watch.camera import CameraWatch, Setting
from sightline.watch.keeping import Keeping, Prove, dismissed, settings_of
from sightline.watch.lines import Trouble
from sightline.watch.memory import Memory
from sightline.watch.pairs import Pairing

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sightline.evidence.blur import Faces
    from sightline.site import Site
    from sightline.watch.lines import Told
    from sightline.watch.seeing import Giving, Recognising

LOG = logging.getLogger(__name__)
#: Only from a rim may a watch learn what recognises: it takes the site and gives one for a camera's own thread.
Recognisers = Callable[["Site"], "Eyes"]


@dataclass(frozen=True, slots=True)
class Eyes:
    """What recognises for one camera: itself, the names and hashes of its models, each how many pictures it looks."""

    recogniser: Recognising
    models: Mapping[str, str] = field(default_factory=dict)
    every: int = 1
    faces: Faces | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of a watch.

    ``speed`` 0 is as fast as it goes, 1 as it was recorded; ``start`` is the moment of a recording's first picture.
    ``evidence`` is the folder that packets go to, ``seconds`` of each source are watched, ``state`` is the file that
    open incidents outlive a restart in. ``right`` is the source of the right camera of a pair by the left one's id.
    """

    speed: float = 0.0
    start: datetime | None = None
    seconds: float | None = None
    evidence: Path | None = None
    software: str = ""
    state: Path | None = None
    right: Mapping[str, str] = field(default_factory=dict)


class Watch:
    """Watches sources, each with its site; tells what happens as it happens."""

    def __init__(
        self,
        pairs: Sequence[tuple[str, Site]],
        recognisers: Recognisers,
        asked: Asked,
        tell: Callable[[Told], None],
        clock: Clock | None = None,
    ) -> None:
        """Open every source and every model; what cannot be opened is an error before anything is watched."""
        self._asked = asked
        self._tell = tell
        self._clock = clock or Clock()
        self._memory = None if asked.state is None else Memory(asked.state)
        self.book = Book()
        self.screens: dict[str, Screen] = {}
        self.cameras: list[CameraWatch] = []
        self._left = 0
        self._counting = Lock()
        self._wrong: list[SightlineError] = []
        self._over = Flag()
        for text, site in pairs:
            if site.camera.id in self.screens:
                raise SiteFileError(
                    f"两个站点文件都有摄像机 {site.camera.id}，请改一个编号",
                    f"two site files have a camera {site.camera.id}; rename one",
                    site.document.file,
                )
            self.cameras.append(self._camera(text, site, recognisers(site)))

    def begin(self) -> None:
        """Start a thread for every camera."""
        self._left = len(self.cameras)
        for camera in self.cameras:
            thread = Thread(
                target=self._run, args=(camera,), name=camera.site.camera.id, daemon=True
            )
            thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until all have ended, so long at most; tell whether they have. Raise what ended one of them."""
        # Not by join(seconds): interrupted there, Python 3.11 takes a thread that runs for one that has ended.
        over = self._over.wait(seconds)
        if over and self._wrong:
            raise self._wrong[0]
        return over

    def stop(self) -> None:
        """Let every camera end after the picture it looks at."""
        for camera in self.cameras:
            camera.stop()

    def server(self, host: str, port: int) -> Server:
        """Give the page of this watch, not yet serving."""
        return Server(host, port, Desk(self.screens, self.book, self._dismiss).routes())

    def _camera(self, text: str, site: Site, eyes: Eyes) -> CameraWatch:
        screen = self.screens[site.camera.id] = Screen(site)
        setting = Setting(
            self._hear,
            screen,
            self._keeping(text, site, eyes),
            self._clock,
            self._asked.seconds,
            eyes.every,
            tuple(eyes.models),
            self._memory,
        )
        return CameraWatch(site, self._source(text, site), eyes.recogniser, setting)

    def _source(self, text: str, site: Site) -> Giving:
        """Open a camera's source, and beside it the right camera's where there are two."""
        options, beside = self._options(site), self._asked.right.get(site.camera.id)
        if beside is None:
            return open_source(text, options, self._clock)
        other = replace(options, name=f"{site.camera.id}/right")
        sources = [
            open_source(one, how, self._clock) for one, how in ((text, options), (beside, other))
        ]
        return Pairing(sources[0], sources[1], site.camera)

    def _options(self, site: Site) -> Options:
        """Replay at the pace of the recording drops pictures as a camera does; without a pace nothing is dropped."""
        speed = self._asked.speed
        return Options(
            name=site.camera.id,
            start=self._asked.start,
            zone=site.timezone,
            speed=speed,
            drop=speed > 0,
        )

    def _keeping(self, text: str, site: Site, eyes: Eyes) -> Keeping | None:
        settings = settings_of(site.evidence, f"{site.document.file}: evidence")
        if self._asked.evidence is None:
            return None
        origin = Origin(
            site.camera.id,
            shown(text),
            site.id,
            site.camera.digest,
            eyes.models,
            self._asked.software,
        )
        return Keeping(self._asked.evidence, origin, settings, self._hear_evidence, eyes.faces)

    def _run(self, camera: CameraWatch) -> None:
        try:
            camera.run()
        except SightlineError as wrong:
            self._failed(camera, wrong)
        except (
            Exception
        ) as wrong:  # the door of a camera's thread: the others go on, and somebody hears of it
            LOG.exception("camera %s", camera.site.camera.id)
            said = f"{type(wrong).__name__}: {wrong}"
            self._failed(
                camera,
                SourceError(
                    f"监看中止（{said}），请重新启动并报告此错误",
                    f"the watch broke off ({said}); start it again and report this",
                    camera.site.camera.id,
                ),
            )
        finally:
            with self._counting:
                self._left -= 1
                if not self._left:
                    self._over.set()

    def _failed(self, camera: CameraWatch, wrong: SightlineError) -> None:
        """Tell at once of a camera that is not watched any more; `wait` raises it when all have ended."""
        self._wrong.append(wrong)
        at, name = self._clock.now(), camera.site.camera.id
        self._tell(Trouble("camera", at, name, wrong.what, wrong.where))

    def _hear(self, told: Told) -> None:
        if isinstance(told, Event):
            self.book.tell(told)
        self._tell(told)

    def _hear_evidence(self, told: Note | Prove) -> None:
        if isinstance(told, Prove):
            self.book.prove(told.incident, told.packet)
        else:
            self._tell(told)

    def _dismiss(self, entry: Entry, why: str) -> None:
        """Keep that somebody called an incident false; without evidence there is nothing to keep it with."""
        if entry.packet is not None and self._asked.evidence is not None:
            dismissed(self._asked.evidence, entry.packet, why, self._clock.now())
