"""Marks as the calibration page sends them, and what comes of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from sightline.errors import SightlineError, Text
from sightline.judge import shapes
from sightline.measure import Mark, fit_ground, marks_of

if TYPE_CHECKING:
    from sightline.measure import Camera, Ground
    from sightline.site import Site

NUMBERS = ("x", "y", "X", "Y")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One mark as it was typed: its name, pixel and metres as text, and whether it is held out."""

    id: str
    x: str = ""
    y: str = ""
    X: str = ""
    Y: str = ""
    held: bool = False

    @property
    def mark(self) -> Mark | None:
        """Give the mark, or None as long as a number is missing."""
        try:
            x, y, metre_x, metre_y = (float(getattr(self, name)) for name in NUMBERS)
        except ValueError:
            return None
        if not all(map(math.isfinite, (x, y, metre_x, metre_y))):
            return None
        return Mark(self.id, (x, y), (metre_x, metre_y))


@dataclass(frozen=True, slots=True)
class Tried:
    """What the marks come to: the ground with its errors in metres, or why there is none."""

    ground: Ground | None = None
    refused: Text | None = None
    errors: Mapping[str, float] = field(default_factory=dict)
    fit: tuple[float, ...] = ()
    held: tuple[float, ...] = ()
    area: float = 0.0


def rows_of(form: Mapping[str, Sequence[str]]) -> tuple[Row, ...]:
    """Read the rows of the form, do what its buttons ask: one more row, one less.

    >>> form = {"id": ["A"], "x": ["1"], "y": ["2"], "X": [""], "Y": [""], "held": ["0"], "add": ["1"]}
    >>> [(row.id, row.x, row.held) for row in rows_of(form)]
    [('A', '1', True), ('B', '', False)]
    """
    held = set(form.get("held", ()))
    columns = [form.get(name, ()) for name in ("id", *NUMBERS)]
    rows = [
        Row(name[:24].strip(), x[:24], y[:24], metre_x[:24], metre_y[:24], held=str(place) in held)
        for place, (name, x, y, metre_x, metre_y) in enumerate(zip(*columns, strict=False))
    ][:MOST]
    gone = next(iter(form.get("remove", ())), "")
    if gone.isdigit() and int(gone) < len(rows):
        del rows[int(gone)]
    if form.get("add"):
        rows.append(Row(free_name(rows)))
    return tuple(rows)


def free_name(rows: Sequence[Row]) -> str:
    """Give a letter that no mark has yet.

    >>> free_name([Row("A"), Row("C")])
    'B'
    """
    taken = {row.id for row in rows}
    names: tuple[str, ...] = (
        *LETTERS,
        *(f"{letter}{number}" for number in range(1, 9) for letter in LETTERS),
    )
    return next(name for name in names if name not in taken)


def rows_from(site: Site) -> tuple[Row, ...]:
    """Give the marks that the site file holds, or five empty rows to begin with, the last held out."""
    said = site.document.data["camera"].get("ground")
    if said is None:
        return tuple(Row(name, held=name == "E") for name in "ABCDE")
    return tuple(
        _row(mark, held=held)
        for key, held in (("marks", False), ("held_out", True))
        for mark in marks_of(said.get(key, []), site.document.file)
    )


def _row(mark: Mark, *, held: bool) -> Row:
    x, y, metre_x, metre_y = (f"{number:g}" for number in (*mark.pixel, *mark.metres))
    return Row(mark.id, x, y, metre_x, metre_y, held=held)


def attempt(rows: Sequence[Row], camera: Camera) -> Tried:
    """Fit the ground to the marks that are whole; a refusal is an answer in words."""
    whole = [(row, row.mark) for row in rows]
    marks = [mark for row, mark in whole if mark is not None and not row.held]
    held = [mark for row, mark in whole if mark is not None and row.held]
    try:
        ground = fit_ground(marks, held, camera.lens)
    except SightlineError as wrong:
        return Tried(refused=wrong.what)
    return Tried(
        ground,
        errors={**ground.residuals, **ground.held_out},
        fit=tuple(ground.residuals.values()),
        held=tuple(ground.held_out.values()),
        area=shapes.area(ground.area),
    )


def written(rows: Sequence[Row]) -> str:
    """Write the marks as the `ground` section of a site file.

    >>> print(written([Row("A", "10", "20", "0.5", "1"), Row("H", "9", "8", "1", "2", held=True)]))
    ground:
      marks:
      - {id: A, pixel: [10.0, 20.0], metres: [0.5, 1.0]}
      held_out:
      - {id: H, pixel: [9.0, 8.0], metres: [1.0, 2.0]}
    <BLANKLINE>
    """

    def listed(*, held: bool) -> list[str]:
        return [
            f"  - {{id: {_quoted(mark.id)}, pixel: [{mark.pixel[0]!r}, {mark.pixel[1]!r}], "
            f"metres: [{mark.metres[0]!r}, {mark.metres[1]!r}]}}"
            for row in rows
            if row.held is held and (mark := row.mark) is not None
        ]

    lines = ["ground:", "  marks:", *listed(held=False)]
    out = listed(held=True)
    return "\n".join([*lines, *(["  held_out:", *out] if out else []), ""])


def _quoted(name: str) -> str:
    """Write a name so that YAML reads it as a word."""
    said = str(yaml.safe_dump(name, allow_unicode=True, width=200))
    quoted: str = said.removesuffix("\n...\n").strip()
    return quoted
