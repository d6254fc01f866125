"""`jianghai corpus check`: schemas, units, citations and cases of every rule."""

from __future__ import annotations

import json
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from jianghai.cli.errors import CommandError
from jianghai.cli.stored import playing, replay
from jianghai.environment import text
from rulebook.errors import CorpusError, Fault, Place, Text
from rulebook.library import Library, load_library
from rulebook.proving.check import check_corpus
from worktime import Calendar, WorktimeError, catalogue

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[3] / "corpus"
DAY = "[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]"
#: What is counted, by where it lies in the corpus.
COUNTED = {
    "standards": f"standards/*/{DAY}.yaml",
    "policies": f"policies/*/*/{DAY}.yaml",
    "services": f"services/*/{DAY}/",
    "years": "calendars/*/[12]*.yaml",
}
INSTALLED = Path(sysconfig.get_path("data")) / "share" / "jianghai" / "corpus"


def folder() -> Path:
    """Find the rule files: where CORPUS_DIR says, in the checkout, or as installed."""
    place = Path(text("CORPUS_DIR", str(CHECKOUT if CHECKOUT.is_dir() else INSTALLED)))
    if not place.is_dir():
        raise CommandError(
            f"{place}：没有这个规则文件夹，请用环境变量 CORPUS_DIR 指明",
            f"{place}: no such folder of rules; name it in the environment variable CORPUS_DIR",
        )
    return place


def library() -> Library:
    """Load every rule; of wrong files the first fault is told, and the command that lists all."""
    try:
        return load_library(folder())
    except CorpusError as wrong:
        raise refusal(wrong) from wrong


def refusal(wrong: CorpusError) -> CommandError:
    """Say the first fault of wrong rule files, and the command that lists all."""
    first = wrong.faults[0]
    return CommandError(
        f"{first.where}: {first.what.zh}。{first.remedy.zh}"
        f"（共 {len(wrong.faults)} 处，用 jianghai corpus check 列出）",
        f"{first.what.en}. {first.remedy.en} "
        f"({len(wrong.faults)} in all; jianghai corpus check lists them)",
    )


def command(asked: argparse.Namespace) -> int:
    """Check the corpus; faults go to stderr, one line each."""
    place = folder()
    faults = (*check_corpus(place), *terms(place), *services(place, play=asked.play))
    if asked.format == "json":
        told = [_told(fault) for fault in faults]
        answer = {"corpus": str(place), "checked": checked(place), "faults": told}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            print(fault, file=sys.stderr)
        print(_sentence(checked(place)) if not faults else f"{len(faults)} 处有误 / faults")
    return 1 if faults else 0


def checked(place: Path) -> dict[str, int]:
    """Count what there is to check: editions of standards, policies and services, years of calendars."""
    return {name: sum(1 for _ in place.glob(pattern)) for name, pattern in COUNTED.items()}


def _sentence(counts: dict[str, int]) -> str:
    zh = "标准 {standards} 版、政策 {policies} 版、事项 {services} 版、日历 {years} 年".format_map(
        counts
    )
    en = "{standards} editions of standards, {policies} of policies, {services} of services, {years} years"
    return f"全部正确：{zh} / all right: {en.format_map(counts)}"


def terms(place: Path) -> list[Fault]:
    """List what is wrong with the calendars and the list of terms, the first of each file."""
    found: list[Fault] = []
    readers: list[tuple[Path, Callable[[Path], object]]]
    readers = [(folder, Calendar.load) for folder in sorted(place.glob("calendars/*/"))]
    readers += [(path, catalogue.load) for path in place.glob("clocks.yaml")]
    for path, load in readers:
        try:
            load(path)
        except WorktimeError as wrong:
            file, _, line = wrong.where.rpartition(":")
            where = Place(file, int(line)) if line.isdigit() else Place(wrong.where)
            see = "docs/reference/worktime.md"
            found.append(
                Fault(where, Text(wrong.what.zh, wrong.what.en), Text(f"见 {see}", f"See {see}"))
            )
    return found


def services(place: Path, *, play: bool = False) -> list[Fault]:
    """List what is wrong with the services and the zone; where nothing is, their plays are played if asked.

    The application is loaded; only plays need a database, which is empty and in memory.
    """
    if not any(place.glob("services/*/*/")):
        return []
    with tempfile.TemporaryDirectory(prefix="jianghai-check-") as room:
        _load_application(Path(room), stored=play)
        from jianghai.casework.errors import PlayError
        from jianghai.casework.plays import read_all
        from jianghai.casework.services import faults

        found = faults(place)
        for path in playing.files(place):
            try:
                read_all(path)
            except PlayError as wrong:
                see = "docs/reference/service-files.md"
                said = Text(f"{wrong.where}: {wrong.zh}", f"{wrong.where}: {wrong.en}")
                where = Place(path.relative_to(place).as_posix())
                found.append(Fault(where, said, Text(f"见 {see}", f"See {see}")))
        return list(playing.departures(place)) if play and not found else found


def _load_application(room: Path, *, stored: bool) -> None:
    """Load Django with nothing of the site, once in a process; where stored, on an empty database in memory."""
    from django.conf import settings

    if settings.configured:
        return
    if stored:
        replay.prepare(room)
    else:
        replay.load(room)


def _told(fault: Fault) -> dict[str, object]:
    where = {"file": fault.where.file, "line": fault.where.line, "column": fault.where.column}
    return {"where": where, "what": fault.what.as_dict(), "remedy": fault.remedy.as_dict()}
