"""Why a clause came out as it did: the tree of its conditions with verdicts, written briefly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from jianghai.web import words
from jianghai.web.contents import marks
from jianghai.web.contents.advice import advice
from jianghai.web.words import told
from rulebook.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.safestring import SafeString

    from rulebook.results import ClauseResult
    from rulebook.whatif import Change

    Changes = Mapping[str, tuple[Change, ...]]

CHIP = '<span class="verdict verdict-{}">{}<span>{}</span></span>'
LINE = "<li>{}<div><p><strong>{}</strong>{}</p>{}</div></li>"
#: What must not be the case: its verdict is told the other way round.
NEVER = {
    Verdict.UNMET: ("met", "circle-check"),
    Verdict.MET: ("unmet", "circle-x"),
    Verdict.UNKNOWN: ("unknown", "help-circle"),
    Verdict.REVIEW: ("manual_review", "user-question"),
}


def tree(clauses: Iterable[ClauseResult], changes: Changes) -> SafeString:
    """Write conditions with their verdicts, those inside them below, and what would meet an open one."""
    judged = [clause for clause in clauses if clause.verdict is not None]
    lines = format_html_join("", "{}", ((_line(clause, changes),) for clause in judged))
    return format_html('<ul class="reasons">{}</ul>', lines)


def _line(clause: ClauseResult, changes: Changes) -> SafeString:
    said = words.verdict(clause.verdict)
    chip = format_html(CHIP, said.key, marks.icon(said.icon), said.word)
    return format_html(LINE, chip, told(clause.name), _mark(clause), _below(clause, changes))


def _below(clause: ClauseResult, changes: Changes) -> SafeString:
    if clause.form == "none" and clause.children:
        lines = format_html_join("", "{}", ((_never(child),) for child in clause.children))
        return format_html('<ul class="reasons">{}</ul>', lines)
    if any(child.verdict is not None for child in clause.children):
        return tree(clause.children, changes)
    better = changes.get(clause.id, ())
    step = (
        format_html(
            '<p class="better small">{}<span>{}</span></p>',
            marks.icon("arrow-up"),
            told(advice(better[0])),
        )
        if better
        else marks.NOTHING
    )
    return format_html('<p class="small quiet">{}</p>{}', told(clause.reason), step)


def _never(clause: ClauseResult) -> SafeString:
    """Write something that must not be the case."""
    key, icon = NEVER[clause.verdict or Verdict.UNMET]
    word = {
        "met": _("没有"),
        "unmet": _("有"),
        "unknown": _("待补数据"),
        "manual_review": _("需人工认定"),
    }[key]
    chip = format_html(CHIP, key, marks.icon(icon), word)
    return format_html(LINE, chip, told(clause.name), _mark(clause), marks.NOTHING)


def _mark(clause: ClauseResult) -> SafeString:
    said = words.mark(clause.mark)
    if said is None:
        return marks.NOTHING
    return format_html(
        ' <span class="mark" title="{0}">{1}<span>{2}</span><span class="visually-hidden">{0}</span></span>',
        said.more, marks.icon(said.icon), said.word,
    )  # fmt: skip
