"""When one can apply, in words: how a window stands on a day, and how long it is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rulebook.entitle import moments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.utils.functional import Promise

    from rulebook.policies.policy import Window

SOON, URGENT = 60, 30  # days
STATES: Mapping[str, str | Promise] = {
    "open": gettext_lazy("申报中"),
    "soon": gettext_lazy("即将开放"),
    "rolling": gettext_lazy("常年受理"),
    "later": gettext_lazy("未到或已过申报期"),
    "unknown": gettext_lazy("申报时间未查到"),
}
ORDER = ("open", "soon", "later", "rolling", "unknown")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a window stands on a day: its state, the day that it turns, and the days until then."""

    state: str
    turns: date | None = None
    days: int | None = None

    @property
    def word(self) -> str:
        """Name the state."""
        return str(STATES[self.state])

    @property
    def urgent(self) -> bool:
        """Tell whether it closes within a month."""
        return self.state == "open" and self.days is not None and self.days <= URGENT

    @property
    def left(self) -> str:
        """Say how long it is open, or until it opens."""
        if self.days is None:
            return ""
        if self.state == "open" and not self.days:
            return _("今天截止")
        if self.state == "open":
            return ngettext("还剩 %(n)d 天", "还剩 %(n)d 天", self.days) % {"n": self.days}
        return ngettext("%(n)d 天后开始", "%(n)d 天后开始", self.days) % {"n": self.days}

    @property
    def dates(self) -> str:
        """Write the day that it turns."""
        if self.turns is None:
            return ""
        words = _("%(day)s 截止") if self.state == "open" else _("%(day)s 起")
        return words % {"day": self.turns.isoformat()}

    @property
    def rank(self) -> tuple[int, int]:
        """Sort by what is due first; what is always open and what is not known come last."""
        return ORDER.index(self.state), self.days if self.days is not None else 9999


def standing(window: Window | None, on: date) -> Standing:
    """Tell how a window stands on a day; what opens in more than two months is not soon."""
    found = moments.standing(window, on)
    far = found.left is not None and found.left > SOON
    late = found.state == "over" or (found.state == "soon" and far)
    return Standing("later" if late else found.state, found.turns, found.left)
