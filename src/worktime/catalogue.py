"""The list of terms: a file of clocks, read into rules by their keys."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from worktime.clocks import EXCLUSIONS, LADDERS, ClockRule, Extension, Kind, Law, Light, Rung
from worktime.deadlines import Counting, Roll
from worktime.errors import ClockFileError, WorktimeError
from worktime.plain import Document, parse
from worktime.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EXPIRIES = frozenset({
    "overdue", "accept", "next", "alarm", "waive", "renew", "recheck", "void", "lapse", "remind", "release",
    "close", "penalty", "red_light",
})  # fmt: skip
"""What may happen when a term runs out; services say what each means for them."""


def load(path: Path) -> dict[str, ClockRule]:
    """Read a file of clocks; ClockFileError says what is wrong, on which line, and what to do."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise ClockFileError(
            "读不到这个文件，请检查路径，并用 UTF-8 编码",
            "cannot be read; check the path and save it as UTF-8",
            str(path),
        ) from wrong
    return read(text, str(path))


def read(text: str, file: str) -> dict[str, ClockRule]:
    """Read the text of a file of clocks.

    >>> written = '''
    ... schema: clocks/1
    ... clocks:
    ... - {key: lic.deliver, zh: 送达, en: delivery, amount: 10WD, kind: statutory, starts_on: [decided],
    ...    stops_on: [delivered], on_expiry: alarm, law: [{document: 行政许可法, article: '44', mark: found}]}
    ... '''
    >>> read(written, "clocks.yaml")["lic.deliver"].span.zh
    '10个工作日'
    >>> read(written.replace("10WD", "ten"), "clocks.yaml")
    Traceback (most recent call last):
    worktime.errors.ClockFileError: clocks.yaml:4: “ten”不是时限... / 'ten' is no span of time; ...
    """
    document = parse(text, file, ClockFileError)
    document.check("clocks", ClockFileError)
    found: dict[str, ClockRule] = {}
    for place, row in enumerate(document.data["clocks"]):
        if row["key"] in found:
            raise _refused(
                document,
                place,
                f"时限 {row['key']} 重复，请只保留一个",
                f"{row['key']} stands twice; keep one",
            )
        try:
            found[row["key"]] = _rule(row)
        except WorktimeError as wrong:
            raise _refused(document, place, wrong.what.zh, wrong.what.en) from wrong
    return found


def _refused(document: Document, place: int, zh: str, en: str) -> ClockFileError:
    return ClockFileError(zh, en, document.where(["clocks", place]))


def _rule(row: Mapping[str, Any]) -> ClockRule:
    _known(row["on_expiry"], EXPIRIES)
    extension = row.get("extension")
    return ClockRule(
        key=row["key"],
        zh=row["zh"],
        en=row["en"],
        span=Span.parse(row["amount"]),
        kind=Kind(row["kind"]),
        starts_on=frozenset(row["starts_on"]),
        stops_on=frozenset(row["stops_on"]),
        counting=_counting(row),
        excludes=_excludes(row.get("excludes", "none")),
        extension=extension
        and Extension(Span.parse(extension["amount"]), extension["times"], extension["approver"]),
        rungs=_rungs(row.get("rungs", "usual")),
        law=tuple(_law(one) for one in row["law"]),
        on_expiry=row["on_expiry"],
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
    )


def _counting(row: Mapping[str, Any]) -> Counting:
    return Counting(
        include_start_day=row.get("include_start_day", False),
        roll=Roll(row.get("roll", "none")),
        window=row.get("window", "hall"),
        closes=row.get("closes", False),
    )


def _law(told: Mapping[str, Any]) -> Law:
    since, until = _day(told.get("since")), _day(told.get("until"))
    return Law(told["document"], told.get("article", ""), told["mark"], since, until)


def _excludes(told: str | list[str]) -> frozenset[str]:
    if isinstance(told, str):
        return EXCLUSIONS[_known(told, EXCLUSIONS)]
    return frozenset(told)


def _rungs(told: str | list[dict[str, Any]]) -> tuple[Rung, ...]:
    if isinstance(told, str):
        return LADDERS[_known(told, LADDERS)]
    return tuple(Rung(one["at"], Light(one["light"]), tuple(one.get("tell", ()))) for one in told)


def _known(word: str, words: frozenset[str] | Mapping[str, Any]) -> str:
    if word not in words:
        told = "、".join(sorted(words))
        raise ClockFileError(
            f"“{word}”未知，可用：{told}", f"{word!r} is not known; use {told.replace('、', ', ')}"
        )
    return word


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as wrong:
        raise ClockFileError(
            f"没有 {written} 这一天，请改正", f"there is no day {written}; correct it"
        ) from wrong
