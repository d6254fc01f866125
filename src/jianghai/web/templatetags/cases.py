"""What templates of cases need: lights, states, clocks in words, days left."""

from __future__ import annotations

from typing import Any

from django import template

from jianghai.casework import papers
from jianghai.web import words
from jianghai.web.contents.cases.time import clockwords, lights
from rulebook.errors import Text

register = template.Library()
register.inclusion_tag("web/parts/verdict.html", name="light")(lights.light)
register.inclusion_tag("web/parts/verdict.html", name="case_status")(lights.status)
register.filter("status_word", lights.status_word)
register.filter("amount_words", clockwords.amount)
register.filter("reason_words", clockwords.reasons)
register.filter("law_words", clockwords.laws)


@register.filter
def choice_word(row: Any, field: str) -> str:
    """Name the choice that a row holds, in the reader's language where the choice has English."""
    value, choices = getattr(row, field), row._meta.get_field(field)
    told = str(dict(choices.flatchoices).get(value, value))
    return words.said(told)


@register.filter
def own_name(thing: Any) -> str:
    """Name a department or another row that has a Chinese and an English name."""
    if thing is None:
        return "—"
    return str(getattr(thing, "en", "") or thing) if words.english() else str(thing)


@register.filter
def paper_name(paper: Any) -> str:
    """Name an issued paper by the title of its kind."""
    return words.told(Text(**papers.whole(paper.kind, paper.words).title))


@register.filter
def outcome_word(key: str, step: Any) -> str:
    """Name an outcome of a step."""
    found = step.outcomes.get(key) if step else None
    return words.told(found.name) if found else key
