"""`jianghai evaluate` and `jianghai cohorts`: what every firm of a file is, and why."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from jianghai.cli import corpus, shapes
from jianghai.cli.errors import CommandError
from jianghai.cli.inputs import latest, read
from jianghai.standards import place
from rulebook.cohorts import Cohorts
from rulebook.errors import NoEditionError, UnknownStandardError
from rulebook.evaluate import evaluate
from rulebook.tables import cohorts_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from rulebook.library import Library
    from rulebook.records import Record
    from rulebook.results import Result
    from rulebook.rules.editions import Edition

POINTS = "innovation-points"
CHINA = timezone(timedelta(hours=8))


def command(asked: argparse.Namespace) -> int:
    """Evaluate every record of the file by every standard asked for."""
    library = corpus.library()
    on = asked.on or today()
    editions = editions_of(library, on, asked.standard)
    records = read(Path(asked.file), library.catalogue, on)
    cohorts = Ranked(asked.cohort, library, on, records)
    groups = [evaluate(r, editions, cohorts=cohorts.of(r), presume=asked.presume) for r in records]
    print(_shape(groups, asked))
    return 0


def _shape(groups: Sequence[tuple[Result, ...]], asked: argparse.Namespace) -> str:
    match asked.format:
        case "json":
            told = [result.as_dict() for group in groups for result in group]
            return json.dumps(told, ensure_ascii=False, indent=2)
        case "csv":
            return shapes.as_csv(groups, explain=asked.explain)
    if not asked.explain:
        return shapes.wide(groups)
    return "\n\n".join("\n".join([_head(group[0]), *map(shapes.tree, group)]) for group in groups)


def _head(result: Result) -> str:
    return f"━━ {result.record} · {result.firm} · {result.year} 年度 ━━"


def today() -> date:
    """Give the day it is in China."""
    return datetime.now(UTC).astimezone(CHINA).date()


def editions_of(library: Library, on: date, codes: Iterable[str] | None) -> tuple[Edition, ...]:
    """Give the editions in force that day; an unknown code is refused with those there are."""
    try:
        if codes is None:
            firms = [edition for edition in library.editions(on) if edition.kind != "share"]
            return tuple(sorted(firms, key=lambda edition: place(edition.standard)))
        return tuple(library.edition(code, on) for code in dict.fromkeys(codes))
    except UnknownStandardError as wrong:
        zh, _, en = str(wrong).partition(" / ")
        raise CommandError(f"--standard：{zh}", f"--standard: {en}") from wrong
    except NoEditionError as wrong:
        raise CommandError(
            f"--on {on}：{wrong}，请换一个日期", f"--on {on}: no edition then; give another day"
        ) from wrong


class Ranked:
    """The cohorts that points are ranked in: those given, or the file's own firms of a year."""

    def __init__(
        self, file: str | None, library: Library, on: date, records: Sequence[Record]
    ) -> None:
        """Keep what is needed to build the cohorts of a year when first asked."""
        self.given = given(Path(file)) if file else None
        self.library, self.on, self.records = library, on, records
        self.by_year: dict[int, Cohorts | None] = {}

    def of(self, record: Record) -> Cohorts | None:
        """Give the cohorts for a record."""
        if self.given:
            return self.given
        if record.year not in self.by_year:
            self.by_year[record.year] = self._built(record.year)
        return self.by_year[record.year]

    def _built(self, year: int) -> Cohorts | None:
        try:
            edition = self.library.edition(POINTS, self.on)
        except (NoEditionError, UnknownStandardError):
            return None
        peers = [record for record in self.records if record.year == year]
        return cohorts_of(peers, edition, self.on, "")


def given(file: Path) -> Cohorts:
    """Read cohorts that `jianghai cohorts` wrote."""
    try:
        return Cohorts.from_json(file.read_text(encoding="utf-8"))
    except OSError as fault:
        raise CommandError(
            f"{file}：打不开（{fault.strerror}），请检查路径", f"{file}: cannot be opened"
        ) from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise CommandError(
            f"{file}：不是同组参照文件，请用 jianghai cohorts 生成",
            f"{file}: not cohorts; write it with jianghai cohorts",
        ) from fault


def cohorts_command(asked: argparse.Namespace) -> int:
    """Write the cohorts of the latest year of every firm of a file."""
    library = corpus.library()
    on = asked.on or today()
    records = read(Path(asked.file), library.catalogue, on)
    peers = [records[place] for place in latest(records)]
    made = cohorts_of(peers, library.edition(POINTS, on), on, Path(asked.file).name)
    try:
        Path(asked.output).write_text(made.to_json() + "\n", encoding="utf-8")
    except OSError as fault:
        raise CommandError(
            f"{asked.output}：写不进去（{fault.strerror}），请换一个位置",
            f"{asked.output}: cannot be written",
        ) from fault
    return 0
