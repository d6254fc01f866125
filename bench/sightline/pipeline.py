"""What everything around the detector costs, and whether two cores carry four cameras."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.timing import Answer, Line, Skipped, interleave

if TYPE_CHECKING:
    from sightline.recognise.models.folder import Folder
    from sightline.site import Site

ROOT = Path(__file__).resolve().parents[2]
VTEST = Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi")
SITE = ROOT / "examples" / "sites" / "vtest" / "SITE.yaml"
FRAMES, ROUNDS = 150, 3
PACE, STREAMS, SECONDS = 5, 4, 20
LEAST, MOST_DROPPED = 0.75, 0.01


def run() -> Iterator[Answer]:
    """Measure both, or say what is missing."""
    from sightline.recognise.models.folder import Folder, default_folder

    folder = Folder(default_folder(os.environ, Path.home()))
    what = "the whole pipeline (of a film two pictures are glanced at at once), against the bare detector on one thread"
    if not VTEST.exists():
        yield Skipped(what, "Debian's opencv-doc is not installed")
        return
    if "nanodet-int8" not in folder.installed():
        yield Skipped(what, "no models: run `jianghai watch models install`")
        return
    yield from _beside_the_detector(what, folder)
    yield _streams(folder)


def _beside_the_detector(what: str, folder: Folder) -> Iterator[Line]:
    """Time the detector alone on decoded pictures, and the whole from the file to sealed evidence."""
    from sightline.ingest import open_source
    from sightline.recognise.models.catalogue import catalogue
    from sightline.recognise.nanodet import NanoDet
    from sightline.site import read
    from sightline.values import Frame

    with open_source(str(VTEST)) as source:
        pictures = [
            one.image
            for one, _n in zip(source, range(FRAMES + 1), strict=False)
            if isinstance(one, Frame)
        ]
    name = "nanodet-int8"
    detector = NanoDet(folder.session(name), catalogue().models[name].classes)

    def bare() -> None:
        for picture in pictures:
            detector.see(picture, 0.05)

    sealed: list[float] = []

    def whole() -> float:
        judged, written, _taken, _dropped = _watch([read(SITE)], folder, (len(pictures) - 1) / 10)
        sealed.append(written)
        return judged

    times = interleave({"bare": bare, "whole": whole}, ROUNDS)
    rates = {key: len(pictures) / one.median for key, one in times.items()}
    last = statistics.median(sealed[1:])
    yield Line.at_least(
        f"{what}, until the last is judged; evidence is written beside, nobody looks",
        f"{rates['whole']:.1f} pictures/s",
        f"{rates['bare']:.1f} pictures/s",
        rates["whole"] / rates["bare"],
        LEAST,
    )
    yield Line.printed(
        "the same, until the last clip is sealed (about one incident a second, heads covered)",
        f"{len(pictures) / last:.1f} pictures/s",
        f"{rates['bare']:.1f} pictures/s",
        len(pictures) / last / rates["bare"],
    )


def _watch(
    sites: list[Site], folder: Folder, seconds: float, speed: float = 0.0
) -> tuple[float, float, int, int]:
    """Watch the film once for each site: seconds until all is judged and until all is sealed, taken, dropped.

    Without the optional face model, as models are installed by default: heads are covered whole.
    """
    from jianghai.cli.watching.running import CHANGE, eyes
    from sightline.watch.lines import Summary, Told
    from sightline.watch.watch import Asked, Watch

    sys.setswitchinterval(CHANGE)
    ends: list[Summary] = []

    def tell(told: Told) -> None:
        if isinstance(told, Summary):
            ends.append(told)

    with tempfile.TemporaryDirectory() as evidence:
        asked = Asked(speed=speed, seconds=seconds, evidence=Path(evidence))
        pairs = [(str(VTEST), site) for site in sites]
        watch = Watch(pairs, lambda site: replace(eyes(site, folder), faces=None), asked, tell)
        start = time.perf_counter()
        watch.begin()
        while not all(screen.ended for screen in watch.screens.values()):
            time.sleep(0.01)
        judged = time.perf_counter() - start
        watch.wait()
        sealed = time.perf_counter() - start
    return judged, sealed, sum(end.taken for end in ends), sum(end.dropped for end in ends)


def _streams(folder: Folder) -> Line:
    """Replay the film as four cameras at five pictures a second each, as if they were live."""
    from sightline.judge import parse_yaml
    from sightline.site import site_of

    said = parse_yaml(SITE.read_text(encoding="utf-8"), SITE.name).data

    def named(number: int) -> Site:
        camera = said["camera"] | {"id": f"view-{number}"}
        return site_of(said | {"camera": camera}, SITE.name, SITE.parent)

    sites = [named(number) for number in range(STREAMS)]
    # The film has ten pictures a second: at half its pace it gives five.
    _judged, _sealed, taken, dropped = _watch(sites, folder, SECONDS * PACE / 10, PACE / 10)
    share = dropped / max(1, taken + dropped)
    return Line.figure(
        f"{STREAMS} streams of {PACE} pictures/s on {os.cpu_count()} cores, {SECONDS} s, evidence kept",
        f"{taken} taken, {dropped} dropped ({share:.1%})",
        "–",
        f"≤ {MOST_DROPPED:.0%} dropped",
        hit=share <= MOST_DROPPED,
    )
