"""One clause as a form of sections, and back: what the form does not know stays in the draft as it was."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jianghai.policies import rules
from jianghai.web.contents.desk.editor import amounts, conditions, giving
from jianghai.web.contents.desk.editor.fields import (
    Field,
    Section,
    chinese_of,
    english_of,
    options,
    pair,
)
from rulebook.policies import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKS = (
    ("found", _("已见原文")),
    ("single-source", _("单一来源")),
    ("recalled", _("凭记忆")),
    ("local-draft", _("园区草拟")),
)
JOINS = (
    ("all", _("全部满足")),
    ("any", _("满足其一")),
    ("none", _("都不属于")),
    ("title", _("以某项标准的认定为准")),
)
CHOSEN = ("class", "audience", "payout", "fair_competition")
Data = dict[str, Any]


def sections(
    clause: Mapping[str, Any], policy: Mapping[str, Any], rows: list[dict[str, str]] | None = None
) -> list[Section]:
    """Draw a clause as the sections of its form; `rows` are conditions as typed, empty ones too."""
    return [
        _about(clause, policy),
        _conditions(clause, rows),
        _amount(clause),
        *giving.sections(clause),
        _marks(clause, policy),
    ]


def _about(clause: Mapping[str, Any], policy: Mapping[str, Any]) -> Section:
    keys = ("id", "name", "cite", "says", "class", "audience", "payout", "topics")
    return Section("about", _("条款"), (*_wording(clause), *_kind(clause, policy)), keys)


def _wording(clause: Mapping[str, Any]) -> tuple[Field, ...]:
    name, says = clause.get("name"), clause.get("says")
    same, place = _("留空则英文页面显示中文"), _("如 第三条第（二）项")
    cite, key = str(clause.get("cite", "")), str(clause.get("id", ""))
    return (
        Field("name_zh", _("名称"), chinese_of(name), broad=True),
        Field("name_en", _("英文名称"), english_of(name), hint=same, broad=True),
        Field("cite", _("条款号"), cite, hint=place, broad=True),
        Field("id", _("编号"), key, hint=_("本文件内唯一，如 T3"), broad=True),
        Field("says_zh", _("原文"), chinese_of(says), "area", hint=_("照文件原文填写"), wide=True),
        Field("says_en", _("英文原文"), english_of(says), "area", wide=True),
    )


def _kind(clause: Mapping[str, Any], policy: Mapping[str, Any]) -> tuple[Field, ...]:
    classes, ways = options(terms.CLASSES, _("请选择")), options(terms.PAYOUTS, _("文件没有写"))
    whom = clause.get("audience", "enterprise")
    topics = tuple(clause.get("topics", policy.get("topics", ())))
    return (
        Field("class", _("类别"), clause.get("class", ""), "choice", classes),
        Field("audience", _("对象"), whom, "choice", options(terms.AUDIENCES)),
        Field("payout", _("兑现方式"), clause.get("payout", ""), "choice", ways),
        Field("topics", _("主题"), topics, "many", options(rules.shelf().topics), wide=True),
    )


def _conditions(clause: Mapping[str, Any], typed: list[dict[str, str]] | None) -> Section:
    join, rows = conditions.rows_of(clause)
    rows = rows if typed is None else typed
    parts: list[Any] = [Field("join", _("条件之间"), join, "choice", JOINS, turns=True)]
    if join == "title":
        codes = tuple((code, code) for code in rules.shelf().library.codes)
        parts.append(
            Field(
                "title", _("标准"), clause.get("title", ""), "choice", (("", _("请选择")), *codes)
            )
        )
    else:
        parts.append(conditions.fields(rows))
    return Section(
        "when", _("条件"), tuple(parts), ("when", "manual", "all", "any", "none", "title")
    )


def _amount(clause: Mapping[str, Any]) -> Section:
    return Section("amount", _("金额"), amounts.fields(clause.get("amount") or {}), ("amount",))


def _marks(clause: Mapping[str, Any], policy: Mapping[str, Any]) -> Section:
    held = clause.get("provenance") or policy.get("provenance") or {}
    return Section(
        "marks",
        _("把握程度"),
        (
            Field("fair_competition", _("公平竞争审查"), clause.get("fair_competition", ""), "choice",
                  options(terms.REVIEWS, _("没有写"))),
            Field("mark", _("出处"), held.get("mark", "found"), "choice", MARKS),
            Field("sources", _("出处编号"), " ".join(held.get("sources", ())), hint=_("用空格隔开，可留空")),
            Field("note", _("出处说明"), chinese_of(held.get("note")), "area", wide=True),
        ),
        ("fair_competition", "provenance"),
        open=False,
    )  # fmt: skip


def typed(posted: Any, old: Mapping[str, Any], policy: Mapping[str, Any], asked: str = "") -> Data:
    """Read a clause as it was typed; keys that the form lacks are kept from before."""
    made = copy.deepcopy(dict(old))
    made["id"] = posted.get("id", "").strip() or old.get("id", "")
    for key in ("name", "says"):
        _put(made, key, pair(posted.get(f"{key}_zh", ""), posted.get(f"{key}_en", "")))
    _put(made, "cite", posted.get("cite", "").strip())
    for key in CHOSEN:
        _put(made, key, posted.get(key, ""))
    topics = posted.getlist("topics")
    _put(made, "topics", [] if topics == list(policy.get("topics", ())) else topics)
    join = posted.get("join", "all")
    rows = conditions.typed(posted, asked)
    conditions.into(made, join, rows, posted.get("title", ""))
    _put(made, "amount", amounts.typed(posted, asked, old=old.get("amount")))
    giving.typed(made, posted, asked)
    _provenance(made, posted, policy)
    return made


def _put(made: Data, key: str, value: Any) -> None:
    if value:
        made[key] = value
    else:
        made.pop(key, None)


def _provenance(made: Data, posted: Any, policy: Mapping[str, Any]) -> None:
    """Keep the clause's own provenance only where it differs from the file's."""
    held: Data = {"mark": posted.get("mark", "found")}
    before = made.get("provenance") or policy.get("provenance") or {}
    if before.get("confidence"):
        held["confidence"] = before["confidence"]
    sources = posted.get("sources", "").split()
    if sources:
        held["sources"] = sources
    note = pair(posted.get("note", ""), english_of(before.get("note")))
    if note:
        held["note"] = note
    if held == policy.get("provenance"):
        made.pop("provenance", None)
    else:
        made["provenance"] = held


def empty(clause_id: str) -> Data:
    """Give a new clause to fill in."""
    return {"id": clause_id, "class": "reward", "audience": "enterprise"}
