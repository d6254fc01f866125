"""What somebody wants to see of what an enterprise is owed: level, topic, payment, window, group, order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianghai.web.contents.owed.owing import GROUPS
from jianghai.web.contents.policies import saying, windows
from rulebook.policies.terms import LEVELS, PAYOUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from django.http import QueryDict
    from django.utils.functional import Promise

    from jianghai.web.contents.owed.owing import Line
    from rulebook.errors import Text

SORTS: Mapping[str, tuple[str | Promise, Callable[[Line], Any]]] = {
    "amount": (_("金额从高到低"), lambda one: (not one.glance.kept, -one.low, -one.high)),
    "due": (_("截止早的在前"), lambda one: one.standing.rank),
    "ease": (_("容易办的在前"), lambda one: (one.effort, -one.low, -one.high)),
}


SELECTED = SafeString(" selected")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted; a word that is not known is dropped."""

    level: str = ""
    topic: str = ""
    payout: str = ""
    window: str = ""
    group: str = ""
    sort: str = "amount"

    @classmethod
    def of(cls, query: QueryDict) -> Wish:
        """Read a query."""
        known: dict[str, Iterable[str]] = {
            "level": LEVELS,
            "payout": PAYOUTS,
            "window": windows.STATES,
            "group": GROUPS,
            "sort": SORTS,
        }
        found = {name: query.get(name, "") for name in known if query.get(name, "") in known[name]}
        return cls(**found, topic=query.get("topic", "")[:40])

    @property
    def any(self) -> bool:
        """Tell whether something is left out."""
        return any((self.level, self.topic, self.payout, self.window, self.group))

    def chosen(self, lines: Iterable[Line]) -> list[Line]:
        """Keep the lines that are wanted, in the order that is wanted."""
        kept = (one for one in lines if self._wants(one))
        return sorted(kept, key=SORTS[self.sort][1])

    def _wants(self, one: Line) -> bool:
        wants = (
            (self.level, one.policy.level),
            (self.payout, one.item.payout),
            (self.window, one.standing.state),
            (self.group, one.group),
        )
        if any(wish and wish != has for wish, has in wants):
            return False
        return not self.topic or self.topic in one.item.topics


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice above the list: its field, what it is called, and its options with how many lines each has."""

    name: str
    word: str | Promise
    options: SafeString


def filters(lines: Sequence[Line], wish: Wish, topics: Mapping[str, Text]) -> list[Filter]:
    """Give the filters with counts over all lines; a word that no line has is left out."""
    found: list[tuple[str, str | Promise, Callable[[str], str], Counter[str]]] = [
        ("level", _("层级"), saying.level, Counter(one.policy.level for one in lines)),
        (
            "topic",
            _("主题"),
            lambda key: saying.topic(topics, key),
            Counter(topic for one in lines for topic in one.item.topics),
        ),
        ("payout", _("兑现方式"), saying.payout, Counter(one.item.payout for one in lines)),
        (
            "window",
            _("申报窗口"),
            lambda key: str(windows.STATES[key]),
            Counter(one.standing.state for one in lines),
        ),
        ("group", _("结论"), lambda key: str(GROUPS[key]), Counter(one.group for one in lines)),
    ]
    made = []
    for name, word, say, counts in found:
        keys = [key for key in _ordered(name, counts) if key]
        options = [("", gettext("不限")), *((key, f"{say(key)} · {counts[key]}") for key in keys)]
        made.append(Filter(name, word, _options(options, getattr(wish, name))))
    orders = [(key, str(word)) for key, (word, _key) in SORTS.items()]
    return [*made, Filter("sort", _("排序"), _options(orders, wish.sort))]


def _options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    lines = ((key, SELECTED if key == chosen else "", word) for key, word in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', lines)


def _ordered(name: str, counts: Counter[str]) -> Iterable[str]:
    fixed: Mapping[str, Iterable[str]] = {
        "level": LEVELS,
        "payout": PAYOUTS,
        "window": windows.STATES,
        "group": GROUPS,
    }
    if name in fixed:
        return [key for key in fixed[name] if counts[key]]
    return [key for key, _n in counts.most_common()]
