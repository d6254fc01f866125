"""The conditions of a clause as words: a tree of what must hold together, and what is enough alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from jianghai.web.contents import marks
from jianghai.web.words import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from rulebook.rules.editions import Clause


def conditions(clauses: Iterable[Clause]) -> SafeString:
    """Write conditions as list items, those inside them as lists of their own."""
    return format_html_join("", "{}", ((_one(clause),) for clause in clauses))


def _one(clause: Clause) -> SafeString:
    inside = [child for child in clause.children if child.verdict is not None]
    return format_html(
        "<li>{}{}{}</li>", told(clause.name), _asked(clause, inside), _inside(clause, inside)
    )


def _asked(clause: Clause, inside: list[Clause]) -> SafeString:
    """Say what is asked, unless the name says the same; a person's decision has its mark."""
    if clause.form == "manual":
        icon = marks.icon("user-question")
        return format_html(' <span class="small quiet">{} {}</span>', icon, _("由人认定"))
    asked = told(clause.needs) if clause.needs and not inside else ""
    if not asked or asked == told(clause.name):
        return marks.NOTHING
    return format_html(' <span class="small quiet">{}</span>', asked)


def _inside(clause: Clause, inside: list[Clause]) -> SafeString:
    if not inside:
        return marks.NOTHING
    words = {"any": _("满足下列之一"), "none": _("下列均不得有")}
    head = words.get(clause.form, _("须同时满足"))
    return format_html(' <span class="small quiet">{}</span><ul>{}</ul>', head, conditions(inside))
