"""The condition builder: rows of fact, comparison and value; what a row cannot say stays an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jianghai.policies.editing import dump
from jianghai.web.contents.desk.editor.building import (
    LAGS,
    NUMBER,
    OPS,
    built,
    expression,
    fact_of,
    told_of,
)
from jianghai.web.contents.desk.editor.fields import (
    Field,
    Rows,
    chinese_of,
    english_of,
    lists,
    moved,
    pair,
)
from jianghai.web.words import english
from rulebook.errors import CorpusError
from rulebook.yamlfile import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rulebook.facts import Fact

GROUPS = ("all", "any", "none")
NAMES = (
    "c-kind",
    "c-fact",
    "c-lag",
    "c-op",
    "c-value",
    "c-when",
    "c-yaml",
    "c-zh",
    "c-en",
    "c-auto",
    "c-id",
    "c-cite",
)
KINDS = (
    ("fact", _("按数据比较")),
    ("expression", _("表达式")),
    ("manual", _("人工认定")),
    ("nested", _("嵌套条件")),
)
EMPTY = {"c-kind": "fact"}


# --- from the draft to rows ------------------------------------------------------------------------


def rows_of(clause: Mapping[str, Any]) -> tuple[str, list[dict[str, str]]]:
    """Give how the conditions of a clause are joined, and a row for each."""
    if "title" in clause:
        return "title", []
    for join in GROUPS:
        if join in clause:
            return join, [_row(one) for one in clause[join] or ()]
    if "when" in clause or "manual" in clause:
        return "all", [_row({key: clause[key] for key in ("when", "manual") if key in clause})]
    return "all", []


def _row(one: Mapping[str, Any]) -> dict[str, str]:
    auto = told_of(str(one["when"])) if "when" in one else None
    name = one.get("name")
    named = {
        "c-zh": chinese_of(name) or (auto.zh if auto else ""),
        "c-en": "" if not name or (auto and name.get("en") == auto.en) else english_of(name),
        "c-auto": auto.zh if auto else "",
        "c-id": str(one.get("id", "")),
        "c-cite": str(one.get("cite", "")),
    }
    if set(one) - {"id", "name", "cite", "when", "manual"}:
        return named | {"c-kind": "nested", "c-yaml": dump(dict(one))}
    if "manual" in one:
        return named | {"c-kind": "manual"}
    found = built(str(one["when"]))
    if found is None:
        return named | {"c-kind": "expression", "c-when": str(one["when"])}
    return named | found


# --- from what was typed to the draft --------------------------------------------------------------


def typed(posted: Any, asked: str = "") -> list[dict[str, str]]:
    """Give the rows that were typed, with one more or fewer where a button asked."""
    return moved(lists(posted, *NAMES), "c", asked, dict(EMPTY))


def into(clause: dict[str, Any], join: str, rows: list[dict[str, str]], title: str) -> None:
    """Put the conditions that were typed into a clause."""
    for key in (*GROUPS, "when", "manual", "title"):
        clause.pop(key, None)
    if join == "title":
        if title:
            clause["title"] = title
        return
    made = [
        _condition(row, f"{clause.get('id', 'T')}.{place + 1}") for place, row in enumerate(rows)
    ]
    made = [one for one in made if one]
    single = made[0] if len(made) == 1 and join != "none" else None
    if (
        single is not None
        and set(single) <= {"id", "name", "when", "manual"}
        and _plain(rows, single)
    ):
        clause |= {key: single[key] for key in ("when", "manual") if key in single}
    elif made:
        clause[join if join in GROUPS else "all"] = made


def _plain(rows: list[dict[str, str]], single: Mapping[str, Any]) -> bool:
    """Tell whether the one condition has no name of its own."""
    if "manual" in single:
        return True
    words = told_of(str(single.get("when", "")))
    return words is None or single["name"]["zh"] == words.zh or len(rows) > 1


def _condition(row: Mapping[str, str], proposed: str) -> dict[str, Any]:
    if row.get("c-kind") == "nested":
        try:
            found = parse(row.get("c-yaml", "")).data
        except CorpusError:
            return {"id": proposed, "nested": row.get("c-yaml", "")}
        return found if isinstance(found, dict) else {}
    head: dict[str, Any] = {"id": row.get("c-id") or proposed}
    if row.get("c-kind") == "manual":
        name = pair(row.get("c-zh", ""), row.get("c-en", "")) or {
            "zh": "人工认定",
            "en": "For a person to decide",
        }
        return head | {"name": name} | _cite(row) | {"manual": True}
    when = row.get("c-when", "") if row.get("c-kind") == "expression" else _filled(row)
    if not when:
        return {}
    auto = told_of(when)
    zh = row.get("c-zh", "")
    if auto is not None and (not zh or zh == row.get("c-auto")):
        name = {"zh": auto.zh, "en": row.get("c-en") or auto.en}
        return head | {"name": name} | _cite(row) | {"when": when}
    return head | {"name": pair(zh or when, row.get("c-en", ""))} | _cite(row) | {"when": when}


def _filled(row: Mapping[str, str]) -> str:
    return expression(row) if row.get("c-fact") else ""


def _cite(row: Mapping[str, str]) -> dict[str, str]:
    return {"cite": row["c-cite"]} if row.get("c-cite") else {}


# --- as fields -------------------------------------------------------------------------------------


def fields(rows: list[dict[str, str]]) -> Rows:
    """Draw the rows; fields that a kind of row does not need are kept, out of sight."""
    return Rows(
        "c", _("添加条件"), tuple(_fields(row, place) for place, row in enumerate(rows)), _("条件")
    )


def _fields(row: Mapping[str, str], place: int) -> tuple[Field, ...]:
    kind = row.get("c-kind") or "fact"
    fact = fact_of(row.get("c-fact", ""))
    shown = {
        "fact": {"c-fact", "c-lag", "c-op", "c-value"},
        "expression": {"c-when"},
        "manual": set(),
        "nested": {"c-yaml"},
    }.get(kind, set()) | {"c-kind", "c-zh", "c-en"}
    if fact is None or not fact.per_year:
        shown -= {"c-lag"}
    if fact is not None and fact.kind == "yesno":
        shown -= {"c-value"}
    if kind == "nested":
        shown -= {"c-zh", "c-en"}
    return tuple(
        _field(name, row.get(name, ""), place, fact)
        if name in shown
        else Field(name, "", row.get(name, ""), "hidden", place=place)
        for name in NAMES
    )


def _field(name: str, value: str, place: int, fact: Fact | None) -> Field:
    ops = OPS.get(fact.kind, NUMBER) if fact else NUMBER
    known = {
        "c-kind": Field("c-kind", _("怎么判断"), value or "fact", "choice", KINDS, turns=True),
        "c-fact": Field(
            "c-fact", _("数据"), value, known="facts", turns=True, hint=_("输入中文查找")
        ),
        "c-lag": Field("c-lag", _("年度"), value, "choice", LAGS),
        "c-op": Field("c-op", _("比较"), value, "choice", ops),
        "c-value": Field("c-value", _("值"), value, unit=_unit(fact), hint=_choices(fact)),
        "c-when": Field(
            "c-when",
            _("表达式"),
            value,
            "area",
            hint=_("如 rd_expense / sales_revenue >= 3%"),
            wide=True,
        ),
        "c-yaml": Field("c-yaml", _("嵌套条件（YAML）"), value, "area", wide=True),
        "c-zh": Field("c-zh", _("条件名称"), value, hint=_("留空则自动生成")),
        "c-en": Field("c-en", _("英文名称"), value),
    }[name]
    return Field(**{key: getattr(known, key) for key in known.__slots__} | {"place": place})


def _unit(fact: Fact | None) -> str:
    return fact.suffix if fact is not None and fact.kind in ("number", "list") else ""


def _choices(fact: Fact | None) -> str:
    if fact is None or not fact.of or english():
        return ""
    return "可选：" + "、".join(fact.of[:8])
