"""`jianghai corpus check`: schemas, units, citations and cases of every rule."""

from __future__ import annotations

import json
import os
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from jianghai.cli.errors import CommandError
from jianghai.environment import text
from rulebook.errors import CorpusError, Fault, Place, Text
from rulebook.library import Library, load_library
from rulebook.proving.check import check_corpus
from worktime import Calendar, WorktimeError, catalogue

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[3] / "corpus"
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
    faults = (*check_corpus(place), *terms(place), *services(place))
    if asked.format == "json":
        print(
            json.dumps(
                {"corpus": str(place), "faults": [_told(f) for f in faults]},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for fault in faults:
            print(fault, file=sys.stderr)
        print(
            "规则文件全部正确 / every rule file is right"
            if not faults
            else f"{len(faults)} 处有误 / faults"
        )
    return 1 if faults else 0


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


def services(place: Path) -> list[Fault]:
    """List what is wrong with the services and the zone; the application is loaded, and no database is asked."""
    if not any(place.glob("services/*/*/")):
        return []
    with tempfile.TemporaryDirectory(prefix="jianghai-check-") as room:
        _load_application(Path(room))
        from jianghai.casework.errors import PlayError
        from jianghai.casework.plays import read_all
        from jianghai.casework.services import faults

        found = faults(place)
        for path in sorted(place.glob("services/*/*/cases.yaml")):
            try:
                read_all(path)
            except PlayError as wrong:
                see = "docs/reference/service-files.md"
                said = Text(f"{wrong.where}: {wrong.zh}", f"{wrong.where}: {wrong.en}")
                where = Place(path.relative_to(place).as_posix())
                found.append(Fault(where, said, Text(f"见 {see}", f"See {see}")))
        return found


def _load_application(room: Path) -> None:
    from django.conf import settings

    if settings.configured:
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "jianghai.settings"
    os.environ["VAR_DIR"] = str(room)
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ.setdefault("SECRET_KEY", "only-for-checking-files-" + "x" * 40)
    import django

    django.setup()


def _told(fault: Fault) -> dict[str, object]:
    where = {"file": fault.where.file, "line": fault.where.line, "column": fault.where.column}
    return {"where": where, "what": fault.what.as_dict(), "remedy": fault.remedy.as_dict()}
