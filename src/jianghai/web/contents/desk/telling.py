"""What was told to whom, drawn: causes with how many were reached, read and found it of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianghai.notices import queries
from jianghai.notices.models import Kind
from jianghai.web.drawing import percent
from jianghai.web.words import english

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import Promise

    from jianghai.notices.models import Notice, Push
    from jianghai.people.models import Person

KINDS: Mapping[str, str | Promise] = {
    "gained": gettext_lazy("新增可享"),
    "lost": gettext_lazy("不再可享"),
    "closing": gettext_lazy("申报将截止"),
    "unasked": gettext_lazy("免申即享确认"),
    "application": gettext_lazy("申报进展"),
    "case": gettext_lazy("办件进展"),
    "finance": gettext_lazy("融资进展"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One push: how many were told, and shares in percent of those it reached."""

    push: Push
    name: str
    kind: str | Promise
    told: int
    delivered: int
    read: int
    useful: int
    useless: int

    @property
    def read_share(self) -> float:
        """Give the share that was read."""
        return percent(self.read, self.delivered)


@dataclass(frozen=True, slots=True)
class Sums:
    """All pushes together."""

    pushes: int
    told: int
    delivered: int
    read: int
    useful: int
    useless: int

    @property
    def rate(self) -> str:
        """Print the share that was read."""
        return f"{percent(self.read, self.delivered):.0f}%" if self.delivered else "—"


def kinds(off: Iterable[str] = ()) -> list[tuple[str, str | Promise, bool]]:
    """List the kinds of notices with whether they are wanted."""
    held = set(off)
    return [(kind, KINDS.get(kind, kind), kind not in held) for kind in Kind.values]


def line(push: Push) -> Line:
    """Take up a push with its counts."""
    counts = {name: getattr(push, name) for name in queries.COUNTS}
    name = push.name_en if english() and push.name_en else push.name_zh
    return Line(push, name, KINDS.get(push.kind, push.kind), **counts)


def sums(person: Person) -> Sums:
    """Add everything up."""
    found = [line(push) for push in queries.pushes_of(person)]
    names = ("told", "delivered", "read", "useful", "useless")
    return Sums(len(found), *(sum(getattr(one, name) for one in found) for name in names))


def recipients(person: Person, push: Push) -> list[Notice]:
    """List whom a push was told to, by enterprise."""
    if not queries.pushes_of(person).filter(pk=push.pk).exists():
        return []
    return list(push.notices.select_related("enterprise").order_by("enterprise__name", "pk")[:500])


def stage(notice: Notice) -> str:
    """Say how far a notice has come."""
    if notice.read_at:
        return _("已读")
    return {"waiting": _("待汇总"), "delivered": _("已送达"), "kept": _("仅存档")}.get(
        notice.stage, ""
    )
