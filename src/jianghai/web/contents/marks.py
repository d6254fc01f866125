"""The small drawings of which a list shows hundreds: icons, bars, brief verdicts, written without a template."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jianghai.standards.models import Evaluation
from jianghai.web import words

if TYPE_CHECKING:
    from jianghai.web.drawing import Track

NOTHING = SafeString("")
GROUND = SafeString('<rect class="track-ground" y="2" width="100%" height="10" rx="5"/>')


class Stored(Protocol):
    """What is kept of an answer: its verdict and the number of open conditions."""

    @property
    def verdict(self) -> int:
        """Give the verdict as it is stored."""

    @property
    def open(self) -> int:
        """Count the open conditions."""


@lru_cache(maxsize=400)
def icon(name: str, extra: str = "") -> SafeString:
    """Draw one icon of the sprite; the words beside it say what it means."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        extra,
        static("vendor/icons.svg"),
        name,
    )


def bar(track: Track | None, label: str) -> SafeString:
    """Draw a range on a bar without words beside it; only its ground where nothing is known."""
    return format_html(
        '<svg class="track-drawing" width="100%" height="14" role="img" aria-label="{}">{}{}{}{}</svg>',
        label,
        GROUND,
        _part("track-open", track.high) if track else NOTHING,
        _part("track-sure", track.low) if track else NOTHING,
        _middle(track.middle) if track else NOTHING,
    )


@lru_cache(maxsize=5000)
def _part(kind: str, width: float) -> SafeString:
    if not width:
        return NOTHING
    return format_html('<rect class="{}" y="2" width="{}%" height="10" rx="5"/>', kind, str(width))


def _middle(at: float | None) -> SafeString:
    if at is None:
        return NOTHING
    line = '<line class="track-middle" x1="{0}%" x2="{0}%" y1="0" y2="14"/>'
    return format_html(line, str(at))


def stored(answer: Stored | None) -> SafeString:
    """Say a stored verdict briefly: colour, icon and word, and whether one condition is open."""
    said = words.verdict(Evaluation.Answer(answer.verdict) if answer else None)
    near = answer is not None and answer.open == 1 and said.key != "met"
    return format_html(
        '<span class="verdict verdict-{} brief">{}<span>{}</span>{}</span>',
        said.key,
        icon(said.icon),
        said.word,
        format_html('<span class="brief-more">{}</span>', _("差 1 步")) if near else NOTHING,
    )
