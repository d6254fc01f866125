"""Make a rule of what is written: measures to SI, names to places, and the defaults of its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sightline.errors import RuleError, Text
from sightline.judge.hours import DAYS, Hours
from sightline.judge.reading.kinds import ASKED, EITHER, FORMS, Form, keys_of
from sightline.judge.reading.quantities import quantity
from sightline.judge.rules import Layout, Line, Part, Rule, Source, Table, Timing, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ASK = "ask"
"""Written for a number that only the customer knows."""
MOST_PEOPLE = 10_000
MOST_PLACES = 100
"""A rule of more zones, lines or parts must be split: a subject has room for so many."""
_HITS = re.compile(r"([1-9][0-9]?) of ([1-9][0-9]?)")
_DIRECTIONS = ("left-to-right", "right-to-left", "both")


@dataclass(frozen=True, slots=True)
class Making:
    """One rule as written, with the place of each key, and what it may speak of."""

    data: Mapping[str, Any]
    wheres: Mapping[str, str]
    where: str
    layout: Layout
    tables: Mapping[str, Table]

    def rules(self, *, shipped: bool) -> Iterator[Rule]:
        """Give the rule; none where a pack's rule finds no place here; with parts of unknown distance, a second one."""
        form = self._form()
        zones, lines, parts = (self._places(name) for name in ("zones", "lines", "parts"))
        named = {"zones": zones, "lines": lines, "parts": parts}
        asked = {form.places} | {name for name in named if f"{name}_of" in self.data}
        lacking = sorted(name for name in asked if name and not named[name])
        if lacking and shipped:
            return
        if lacking:
            raise self._refuse(lacking[0], *self._lacking(lacking[0]))
        rule = self._rule(form, (zones, lines, parts))
        yield from self._with_parts(rule) if form.table else (rule,)

    def _lacking(self, name: str) -> tuple[str, str]:
        """Say that a rule has no place to look at."""
        kinds = ", ".join(self.data.get(f"{name}_of", ()))
        if not kinds:
            return f"请写 {name}", f"name its {name}"
        return f"场地没有 kind 为 {kinds} 的 {name}", f"the site has no {name} of kind {kinds}"

    def _form(self) -> Form:
        kind = self.data.get("kind")
        if kind not in FORMS:
            names = ", ".join(FORMS)
            raise self._refuse(
                "kind", f"kind 应是其中之一：{names}", f"kind must be one of {names}"
            )
        extra = sorted(set(self.data) - keys_of(kind) - {"off"})
        if extra:
            wanted = ", ".join(sorted(keys_of(kind)))
            raise self._refuse(
                extra[0],
                f"{kind} 规则没有键 {'、'.join(extra)}；可用的有 {wanted}",
                f"a rule of kind {kind} has no {', '.join(extra)}; there are {wanted}",
            )
        return FORMS[kind]

    def _rule(
        self, form: Form, places: tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]
    ) -> Rule:
        data = self.data
        limits, wants = self._limits(form)
        near = data.get("near", form.near or ())
        if form.near is not None and not near:
            raise self._refuse("near", "请写 near（与谁的距离）", "write near: whom it is near to")
        name = data.get("name", {"zh": data["id"], "en": data["id"]})
        return Rule(
            id=data["id"], kind=data["kind"], name=Text(**name), wants=wants, limits=limits,
            severity=data.get("severity", "medium"),
            who=frozenset(data.get("who", form.who)), near=frozenset(near),
            zones=places[0], lines=places[1], parts=places[2], words=self._words(form),
            sizes={
                kind: self._number(size, "length", "sizes")
                for kind, size in data.get("sizes", {}).items()
            },
            timing=self._timing(form), hours=self._hours(), table=self._table(form),
            warns=data.get("warns", True), source=source_of(data),
        )  # fmt: skip

    def _places(self, name: str) -> tuple[Zone | Line | Part, ...]:
        held: Mapping[str, Any] = getattr(self.layout, name)
        kinds = self.data.get(f"{name}_of", ())
        found = [one for one in held.values() if one.kind in kinds]
        for one in self.data.get(name, ()):
            if one not in held:
                names = ", ".join(held) or "-"
                raise self._refuse(
                    name,
                    f"场地文件的 {name} 中没有 {one}；有 {names}",
                    f"{name} of the site has no {one}; there are {names}",
                )
            found.append(held[one])
        unique = tuple({one.id: one for one in found}.values())
        if len(unique) > MOST_PLACES:
            raise self._refuse(
                name,
                f"一条规则最多 {MOST_PLACES} 处，请拆分",
                f"a rule has at most {MOST_PLACES} places; split it",
            )
        return unique

    def _limits(self, form: Form) -> tuple[dict[str, float], tuple[str, ...]]:
        """Give the numbers in SI, and the names of those that the customer must still give."""
        limits: dict[str, float] = {}
        for name, (measure, default) in form.numbers.items():
            told = self.data.get(name)
            if told is not None and told != ASK:
                limits[name] = self._number(told, self._measure(measure), name)
            elif told is None and default == ASKED:
                raise self._refuse(
                    name, f"缺少 {name}", f"{name} is missing: write it with its unit"
                )
            elif told is None and default != EITHER:
                limits[name] = default
        self._just_one(form)
        asked = (name for name in (*form.numbers, "for") if self.data.get(name) == ASK)
        return limits, tuple(asked)

    def _just_one(self, form: Form) -> None:
        """Refuse a rule that has none, or more than one, of the numbers of which one is wanted."""
        either = [name for name, (_m, default) in form.numbers.items() if default == EITHER]
        either += ["table"] if form.table else []
        if either and sum(name in self.data for name in either) != 1:
            zh, en = "、".join(either), " or ".join(either)
            raise self._refuse("id", f"须写其中一项：{zh}", f"write one of {en}")

    def _measure(self, measure: str) -> str:
        if measure != "same":
            return measure
        return "count" if "people" in self.data else "density"

    def _number(self, told: object, measure: str, key: str) -> float:
        where = self.wheres.get(key, self.where)
        if measure not in _PLAIN:
            return quantity(told, measure, where)
        zh, en, fits = _PLAIN[measure]
        if isinstance(told, bool) or not isinstance(told, int | float) or not fits(told):
            raise RuleError(
                f"{key} 应是{zh}，写的是 {told!r}", f"{key} must be {en}, not {told!r}", where
            )
        return float(told)

    def _words(self, form: Form) -> dict[str, tuple[str, ...]]:
        words: dict[str, tuple[str, ...]] = {}
        for name, default in form.words.items():
            told = self.data.get(name, default)
            words[name] = (told,) if isinstance(told, str) else tuple(told)
            if not words[name]:
                raise self._refuse(name, f"缺少 {name}", f"{name} is missing")
        if words.get("direction", ("both",))[0] not in _DIRECTIONS:
            names = ", ".join(_DIRECTIONS)
            raise self._refuse("direction", f"direction 应是 {names}", f"direction must be {names}")
        needs = self.data.get("needs", words.get("trait", words.get("traits", ())))
        return words | {"needs": tuple(needs)}

    def _timing(self, form: Form) -> Timing:
        names = {"for": "hold", "grace": "grace", "cool_down": "cool_down"}
        told = {
            field: self._number(self.data[key], "time", key)
            for key, field in names.items()
            if self.data.get(key, ASK) != ASK
        }
        if form.asks_time and "for" not in self.data:
            raise self._refuse(
                "for", "缺少 for（持续多久）", "for is missing: how long it must last"
            )
        return replace(form.timing, hits=self._hits(form), **told)

    def _hits(self, form: Form) -> tuple[int, int]:
        told = self.data.get("hits")
        if told is None:
            return form.timing.hits
        found = _HITS.fullmatch(told)
        if found is None or not 1 <= int(found[1]) <= int(found[2]) <= _MOST_HITS:
            raise self._refuse(
                "hits", 'hits 写作如 "3 of 5"，后数不大于 60',
                'write hits such as "3 of 5", the second at most 60',
            )  # fmt: skip
        return int(found[1]), int(found[2])

    def _hours(self) -> Hours | None:
        told = self.data.get("active")
        if told is None:
            return None
        try:
            begin, end = (time.fromisoformat(told.get(key, "00:00")) for key in ("from", "to"))
        except ValueError as fault:
            raise self._refuse(
                "active", '时间写作如 "22:00"', 'write hours such as "22:00"'
            ) from fault
        days = frozenset(DAYS.index(day) for day in told.get("days", DAYS))
        return Hours(days, begin, end, self.layout.timezone)

    def _table(self, form: Form) -> Table | None:
        name = self.data.get("table")
        if not form.table or name is None:
            return None
        if name not in self.tables:
            names = ", ".join(self.tables) or "-"
            raise self._refuse(
                "table", f"没有表 {name}；有 {names}", f"no table {name}; there are {names}"
            )
        return self.tables[name]

    def _with_parts(self, rule: Rule) -> Iterator[Rule]:
        """Give each part its distance; parts for which the table tells none get a rule that says so."""
        if "closer" in rule.wants:
            yield rule
            return
        far = {
            part.id: rule.limits.get("closer") if rule.table is None
            else rule.table.distance(part.voltage)
            for part in rule.parts
        }  # fmt: skip
        told = tuple(part for part in rule.parts if far[part.id] is not None)
        limits = dict(rule.limits) | {
            f"closer.{place}": far[part.id] or 0.0 for place, part in enumerate(told)
        }
        source = rule.source if rule.table is None else rule.table.source
        if told:
            yield replace(rule, parts=told, limits=limits, source=source)
        for part in rule.parts:
            if far[part.id] is None:
                yield replace(
                    rule, id=f"{rule.id}.{part.id}", parts=(part,), wants=("closer",),
                    name=Text(f"{rule.name.zh}（{part.name.zh}）", f"{rule.name.en} ({part.name.en})"),
                )  # fmt: skip

    def _refuse(self, key: str, zh: str, en: str) -> RuleError:
        return RuleError(zh, en, self.wheres.get(key, self.where))


def table_of(row: Mapping[str, Any], where: str) -> Table:
    """Read a table of distances by voltage class; RuleError where it does not rise.

    >>> table_of({"id": "own", "rows": [{"up_to": "10 kV", "distance": "0.7 m"}]}, "").rows
    ((10000.0, 0.7),)
    """
    rows = tuple(
        (quantity(one["up_to"], "voltage", where), quantity(one["distance"], "length", where))
        for one in row["rows"]
    )
    if any(later <= before for before, later in pairwise(rows)):
        raise RuleError(
            "电压与距离须逐行增大", "voltages and distances must rise row by row", where
        )
    name = row.get("name", {"zh": row["id"], "en": row["id"]})
    return Table(row["id"], Text(**name), rows, source_of(row))


def source_of(row: Mapping[str, Any]) -> Source:
    """Read where a rule or a table is from; own, where it does not say.

    >>> str(source_of({"source": {"document": "GB 4387—2008", "mark": "verified"}}))
    'GB 4387—2008 [verified]'
    """
    told = dict(row.get("source", {}))
    note = told.pop("note", None)
    return Source(**told, note=None if note is None else Text(**note))


_MOST_HITS = 60
_PLAIN: dict[str, tuple[str, str, Callable[[Any], bool]]] = {
    "count": ("人数（整数）", "a whole number of people", lambda n: 0 <= n <= MOST_PEOPLE and n == int(n)),
    "share": ("0 到 1 之间的数", "a number of 0 to 1", lambda n: 0 <= n <= 1),
}  # fmt: skip
