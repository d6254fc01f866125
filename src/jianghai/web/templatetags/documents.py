"""What templates of documents need: states of remarks, kinds of files, who speaks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from jianghai.casework.models import RemarkState
from jianghai.web import words
from jianghai.web.contents.documents import states

if TYPE_CHECKING:
    from jianghai.casework.actions.documents.differences import Bit
    from jianghai.casework.models import Remark

register = template.Library()
#: Signs of what did not change that are shown before and after a change, and of what did at most.
AROUND, MOST = 150, 4_000
register.inclusion_tag("web/parts/verdict.html", name="remark_state")(states.state)
register.filter("file_kind", states.kind)


@register.filter
def place_of(remark: Remark) -> str:
    """Write the rectangles of a remark for the page's own script."""
    return json.dumps(remark.area)


@register.filter
def speaker(remark: Remark) -> str:
    """Say who makes a remark, and for whom."""
    office = remark.department
    name = "" if office is None else office.en if words.english() else office.zh
    return " · ".join(filter(None, (name, str(remark.by))))


@register.simple_tag
def said_of(remark: Remark) -> str:
    """Say in a word whether a remark was taken up, however it ended."""
    return {"accepted": _("已采纳"), "rejected": _("未采纳")}.get(remark.verdict, "")


@register.filter
def step_word(state: str) -> str:
    """Name what brought a remark into a state."""
    return str(states.DOING[RemarkState(state)])


@register.filter
def shortened(bit: Bit) -> str:
    """Give the text of a part of a change: what is the same only around it, what is not as far as one reads."""
    text = bit.text
    if bit.kind == "same" and len(text) > 2 * AROUND:
        return f"{text[:AROUND]} … {text[-AROUND:]}"
    return text if len(text) <= MOST else f"{text[:MOST]} …"
