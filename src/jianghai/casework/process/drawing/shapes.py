"""The outlines of BPMN, and the small marks inside them."""

from __future__ import annotations

from collections.abc import Callable

from jianghai.casework.process.model import Box, Kind

INK = "#1f2328"
MUTED = "#57606a"
#: Fill and line by state; contrast with the text stays above 7 to 1.
COLOURS = {
    "is-done": ("#dff3e4", "#1a7f37"),
    "is-open": ("#dbeafe", "#0b5394"),
    "is-ahead": ("#ffffff", "#57606a"),
}


def _task(box: Box) -> str:
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="8"/>'
    )


def _part(box: Box) -> str:
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="10" fill-opacity="0.2"/>'
    )


def _ring(*insets: float, thick: float = 0) -> Callable[[Box], str]:
    """Draw one circle, or one within the other."""

    def drawn(box: Box) -> str:
        x, y = box.x + box.width / 2, box.y + box.height / 2
        more = f' stroke-width="{thick}"' if thick else ""
        return "".join(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{box.width / 2 - inset:.1f}"{more}/>'
            for inset in insets
        )

    return drawn


def _diamond(box: Box) -> str:
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    middle, centre = (x + right) / 2, (y + bottom) / 2
    return (
        f'<path d="M{middle:.1f} {y:.1f}L{right:.1f} {centre:.1f}'
        f'L{middle:.1f} {bottom:.1f}L{x:.1f} {centre:.1f}z"/>'
    )


SHAPES: dict[Kind, Callable[[Box], str]] = {
    Kind.START: _ring(0),
    Kind.END: _ring(1, thick=3),
    Kind.THROW: _ring(1, thick=3),
    Kind.WAIT: _ring(0, 4),
    Kind.CATCH: _ring(0, 4),
    Kind.PERSON: _task,
    Kind.SERVICE: _task,
    Kind.CHOICE: _diamond,
    Kind.PARALLEL: _diamond,
    Kind.PART: _part,
}

#: Marks on a square of 20 around the middle.
BOLT = "M-7 7L-3 -6L2 1L7 -7L3 6L-2 -1z"
MARKS = {
    Kind.CHOICE: "M-6 -6L6 6M6 -6L-6 6",
    Kind.PARALLEL: "M0 -9V9M-9 0H9",
    Kind.WAIT: "M0 -8V0H6",
    Kind.THROW: BOLT,
    Kind.CATCH: BOLT,
}
CORNERS = {
    Kind.PERSON: "M-3 -3a3 3 0 1 1 6 0a3 3 0 1 1 -6 0M-6 7v-2a4 3 0 0 1 4 -3h4a4 3 0 0 1 4 3v2z",
    Kind.SERVICE: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M0 -7V-4M0 4V7M-7 0H-4M4 0H7",
}


def mark(kind: Kind, box: Box) -> str:
    """Draw what kind of element it is: in its middle, or in the corner of a task."""
    if kind in MARKS:
        x, y, fill = box.x + box.width / 2, box.y + box.height / 2, "none"
        if kind is Kind.THROW:
            fill = "currentColor"
        return (
            f'<path transform="translate({x:.1f} {y:.1f})" d="{MARKS[kind]}" fill="{fill}" '
            f'stroke-width="2"/>'
        )
    if kind in CORNERS:
        return (
            f'<path transform="translate({box.x + 11:.1f} {box.y + 11:.1f})" d="{CORNERS[kind]}" '
            f'fill="none" stroke-width="1"/>'
        )
    return ""
