"""`jianghai watch SOURCE --site SITE.yaml`: events as JSON lines, the page where asked."""

from __future__ import annotations

import logging
import os
import signal
import sys
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from jianghai.cli.errors import CommandError
from jianghai.cli.watching.models import folder_of
from jianghai.cli.watching.outlet import Outlet
from jianghai.cli.watching.sites import whole
from sightline.recognise.faces import Faces
from sightline.recognise.models.folder import Folder
from sightline.recognise.recogniser import Recogniser
from sightline.recognise.settings import DetectSettings
from sightline.watch.lines import Printer
from sightline.watch.watch import Asked, Eyes, Watch

if TYPE_CHECKING:
    import argparse
    from types import FrameType

    from sightline.show.web.server import Server
    from sightline.site import Site

HERE = "127.0.0.1"
#: Finds the faces that evidence covers; without it heads are covered whole.
FACES = "centerface"
#: How long one wait lasts: a signal is heard between two.
TURN = 0.2
#: Seconds that one thread of Python may go on while another waits: recognising waits for less, pictures go faster.
CHANGE = 0.0005
KILLS = (signal.SIGINT, signal.SIGTERM)


def command(asked: argparse.Namespace) -> int:
    """Watch until the sources end or Ctrl-C; each line is written as it happens."""
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "WARNING"))
    folder = Folder(folder_of(asked.models))
    pairs = _pairs(asked)
    wanted = Asked(
        speed=asked.speed or 0.0,
        start=asked.start,
        seconds=asked.seconds,
        evidence=asked.evidence,
        software=f"jianghai {version('jianghai')}",
        state=asked.state,
        right=_right(asked, pairs),
    )
    outlet = Outlet(_say)
    watch = Watch(pairs, lambda site: eyes(site, folder), wanted, Printer(outlet))
    server = _shown(watch, asked.show)
    sys.setswitchinterval(CHANGE)
    before = {kind: signal.signal(kind, _interrupt) for kind in KILLS}
    try:
        _until_the_end(watch, stay=server is not None)
    except KeyboardInterrupt:
        watch.stop()
        for kind in KILLS:
            signal.signal(kind, signal.SIG_DFL)
        _say(
            "正在写完证据，再按一次 Ctrl-C 立即结束",
            "evidence is being finished; Ctrl-C again ends at once",
        )
        watch.wait()
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
        outlet.end()
        if server is not None:
            server.end()
    return 0


def _pairs(asked: argparse.Namespace) -> list[tuple[str, Site]]:
    """Give every source with its site."""
    sites = [whole(path) for path in asked.site]
    if len(sites) != len(asked.source):
        raise CommandError(
            f"有 {len(asked.source)} 个信号源、{len(sites)} 个站点文件，应一一对应",
            f"{len(asked.source)} sources and {len(sites)} site files: give one for each",
        )
    return list(zip(asked.source, sites, strict=True))


def _right(asked: argparse.Namespace, pairs: list[tuple[str, Site]]) -> dict[str, str]:
    """Give the right camera's source by the id of the left camera."""
    cameras = [site.camera for _, site in pairs if site.camera.stereo is not None]
    if asked.right and len(asked.right) != len(cameras):
        raise CommandError(
            f"有 {len(asked.right)} 个 --right，写了 camera.stereo 的站点有 {len(cameras)} 个，应一一对应",
            f"{len(asked.right)} times --right and {len(cameras)} sites with camera.stereo: give one for each",
        )
    return {camera.id: right for camera, right in zip(cameras, asked.right, strict=False)}


def _until_the_end(watch: Watch, *, stay: bool) -> None:
    """Watch until all sources have ended; with a page, stay until somebody ends it."""
    watch.begin()
    while not watch.wait(TURN):
        pass
    if stay:
        _say(
            "信号源已放完，页面还开着，按 Ctrl-C 结束",
            "the sources have ended; the page stays until Ctrl-C",
        )
        signal.pause()


def eyes(site: Site, folder: Folder) -> Eyes:
    """Open the models that a site asks for, for one camera alone."""
    where = f"{site.document.file}: detect"
    settings = DetectSettings.read(site.detect, where)
    settings = replace(settings, still=settings.still and not site.camera.moving)
    recogniser = Recogniser(settings, folder, site.folder)
    for complaint in recogniser.complaints:
        print(f"{where}: {complaint}", file=sys.stderr, flush=True)
    if FACES in folder.absent():
        return Eyes(recogniser, recogniser.hashes, settings.every)
    faces = Faces(folder.session(FACES))
    models = recogniser.hashes | {FACES: folder.hashes()[FACES]}
    return Eyes(recogniser, models, settings.every, faces.boxes)


def _shown(watch: Watch, asked: str | None) -> Server | None:
    """Serve the page where it was asked for, and say where."""
    if asked is None:
        return None
    host, _, port = asked.rpartition(":")
    if not port.isdigit() or int(port) > 65535:  # noqa: PLR2004 - the last port there is
        raise CommandError(
            f"--show 应写端口，如 8090，而不是“{asked}”",
            f"--show wants a port such as 8090, not {asked!r}",
        )
    server = watch.server(host.strip("[]") or HERE, int(port))
    server.begin()
    _say("监看页面", f"the page: {server.home}")
    if host.strip("[]") not in {"", HERE, "localhost", "::1"}:
        _say(
            "注意：别的机器也能打开这个地址，页面不要求登录",
            "others can open this address, and the page asks nobody to sign in",
        )
    return server


def _say(zh: str, en: str) -> None:
    """Tell whoever watches the terminal; events alone are on stdout."""
    print(f"{zh} / {en}", file=sys.stderr, flush=True)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Let a kind kill end the watch as Ctrl-C does, also where a shell started it in the background."""
    raise KeyboardInterrupt
