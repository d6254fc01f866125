"""The small drawings of policies: levels, windows, how sure we are; written without a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import gettext as _

from jianghai.web import words
from jianghai.web.contents import marks
from jianghai.web.contents.policies import saying

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.safestring import SafeString

    from jianghai.web.contents.policies.windows import Standing
    from rulebook.policies import Item, Policy


def level_chip(level: str) -> SafeString:
    """Draw the level of an issuer."""
    return format_html('<span class="level level-{}">{}</span>', level, saying.level(level))


def when(standing: Standing) -> SafeString:
    """Say when one can apply; nothing where that was not found."""
    if standing.state == "unknown":
        return marks.NOTHING
    more = " · ".join(filter(None, (standing.left, standing.dates)))
    kind = "urgent" if standing.urgent else standing.state
    icon = marks.icon("clock")
    return format_html(
        '<p class="small window window-{}">{}<span>{}{}</span></p>',
        kind, icon, standing.word, f" · {more}" if more else "",
    )  # fmt: skip


def provenance(item: Item | None, policy: Policy) -> Iterator[SafeString]:
    """Say how sure we are of a clause, whether it is a neighbour's, and whether anybody checked that it still holds."""
    mark = words.mark((item or policy).mark)
    if policy.demo:
        yield note("flag", _("外地示例"), _("外地政策，只作示例，本园区企业不适用"))
    if mark is not None:
        yield note(mark.icon, str(mark.word), str(mark.more))
    if policy.validity == "unchecked" and policy.status != "awaiting-text":
        yield note(
            "alert-triangle", _("效力待核"), _("没有人确认过这份文件现在仍然有效，申报前请核对")
        )


def note(icon: str, word: str, more: str) -> SafeString:
    """Draw a mark with what it means."""
    return format_html(
        '<span class="mark" title="{0}">{1}<span>{2}</span><span class="visually-hidden">{0}</span></span>',
        more, marks.icon(icon), word,
    )  # fmt: skip
