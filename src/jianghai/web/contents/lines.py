"""The lines of the list of firms; what repeats from line to line is written once a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jianghai.web import drawing
from jianghai.web.contents import marks
from jianghai.web.contents.judging import TITLES
from jianghai.web.words import said, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jianghai.web.contents.zone import Answer, Row

FULL = 100  # points
LINE = (
    '<tr><th scope="row"><a class="firm-name" href="{}">{}</a>'
    '<span class="small quiet"><code>{}</code> {}</span></th>'
    "{}{}</td>{}{}</td>{}{}</td>{}{}{}</td>{}{}</td></tr>"
)
UNKNOWN = SafeString("—")
NONE = SafeString('<span class="quiet">—</span>')
END = SafeString("</td>")
Around = tuple[SafeString, SafeString]


def lines(rows: Iterable[Row], names: Mapping[str, object], title: str = "") -> SafeString:
    """Write the lines of the table, with the verdict on one title if it was asked for."""
    page = _Page(names, title)
    return format_html_join("", "{}", ((page.line(row),) for row in rows))


class _Page:
    """The cells' openings and the chips of every title, in the reader's language."""

    def __init__(self, names: Mapping[str, object], title: str) -> None:
        self.title = title
        self.firm = _around("firm")
        self.size, self.stage, self.judged = (
            format_html('<td data-label="{}">', word)
            for word in (_("规模"), _("阶段"), told(names.get(title)))
        )
        self.points = format_html('<td class="mini" data-label="{}">', _("积分"))
        self.met, self.near = (
            format_html('<td class="chips" data-label="{}">', word)
            for word in (_("已符合"), _("只差一步"))
        )
        self.met_chips = _chips(names, "verdict verdict-met plain-link", "circle-check")
        self.near_chips = _chips(names, "chip plain-link", "target-arrow")
        self.words = {"": UNKNOWN}

    def line(self, row: Row) -> SafeString:
        """Write the line of one firm."""
        firm, name, judged = row.firm, escape(row.firm.name), marks.NOTHING
        if self.title:
            judged = self.judged + marks.stored(row.answers.get(self.title)) + END
        return format_html(
            LINE,
            _join(self.firm, firm.pk),
            name,
            firm.uscc or marks.NOTHING,
            firm.industry_code,
            self.size,
            self._word(row.size),
            self.stage,
            self._word(row.points.value if row.points else ""),
            self.points,
            _points(row.points, name),
            judged,
            self.met,
            _links(self.met_chips, row.met, firm.pk),
            self.near,
            _links(self.near_chips, row.near, firm.pk),
        )

    def _word(self, word: str) -> SafeString:
        if word not in self.words:
            self.words[word] = escape(said(word))
        return self.words[word]


def _points(span: Answer | None, name: SafeString) -> SafeString:
    if span is None or span.low is None or span.high is None:
        return UNKNOWN
    bar = marks.bar(drawing.track(span, FULL), name)
    return format_html(
        '<span class="number small">{}</span>{}', drawing.range_text(span.low, span.high), bar
    )


def _chips(names: Mapping[str, object], kind: str, icon: str) -> dict[str, Around]:
    """Give, for every title, what stands before and after the firm's number in the link to its answer."""
    chips = {}
    for code in TITLES:
        before, after = _around("firm_standard", code)
        chips[code] = (
            format_html('<a class="{}" href="{}', kind, before),
            format_html('{}">{}{}</a>', after, marks.icon(icon), told(names.get(code))),
        )
    return chips


def _around(page: str, *more: str) -> Around:
    """Give what stands before and after a firm's number in an address."""
    before, number, after = reverse(page, args=[0, *more]).partition("/0/")
    return escape(before + number[:1]), escape(number[-1:] + after)


def _join(around: Around, pk: int) -> SafeString:
    return around[0] + SafeString(pk) + around[1]


def _links(chips: Mapping[str, Around], codes: list[str], pk: int) -> SafeString:
    if not codes:
        return NONE
    links = marks.NOTHING
    for code in codes:
        links += _join(chips[code], pk)
    return links
