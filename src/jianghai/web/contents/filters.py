"""The choices above the list of firms, written without a template: every page has dozens of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianghai.web.contents import zone
from jianghai.web.contents.judging import TITLES
from jianghai.web.words import said, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import Promise

    from jianghai.people.models import Person

SORTS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("按名称"),
    "points": gettext_lazy("积分从高到低"),
    "-points": gettext_lazy("积分从低到高"),
    "-founded": gettext_lazy("新成立在前"),
    "founded": gettext_lazy("早成立在前"),
}
OPTION = '<option value="{}"{}>{}</option>'
SELECTED = SafeString(" selected")


def filters(person: Person, wish: zone.Wish, names: Mapping[str, object]) -> dict[str, SafeString]:
    """Give the choices of every filter by its name, in the reader's language, the wished one selected."""
    titles = ((code, told(names[code])) for code in TITLES if code in names)
    states = ((key, word) for key, (word, _condition) in zone.STATES.items())
    industries = ((letter, letter) for letter in zone.industries(person))
    return {
        "title": _any(_("任一称号")) + _options(titles, wish.title),
        "state": _any(_("不限")) + _options(states, wish.state),
        "stage": _any(_("不限")) + _options(_said(zone.STAGES), wish.stage),
        "size": _any(_("不限")) + _options(_said(zone.SIZES), wish.size),
        "industry": _any(_("不限")) + _options(industries, wish.industry),
        "sort": _options(SORTS.items(), wish.sort),
    }


def _any(word: str) -> SafeString:
    return format_html('<option value="">{}</option>', word)


def _said(words: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((word, said(word)) for word in words)


def _options(choices: Iterable[tuple[str, str | Promise]], chosen: str) -> SafeString:
    lines = ((key, SELECTED if key == chosen else "", word) for key, word in choices)
    return format_html_join("", OPTION, lines)
