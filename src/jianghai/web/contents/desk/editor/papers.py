"""The document a draft comes from, and its stacking groups, as forms and back."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jianghai.policies import rules
from jianghai.web.contents.desk.editor.fields import (
    Field,
    Section,
    chinese_of,
    english_of,
    lists,
    options,
    pair,
)
from jianghai.web.words import told
from rulebook.policies import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACES = (("registration", _("注册地")), ("operation", _("实际经营地")), ("tax", _("纳税地")))
PRECISIONS = (("day", _("准确到日")), ("month", _("只知到月")), ("year", _("只知到年")))
VALIDITY = (("stated", _("已核实有效")), ("unchecked", _("尚未核实是否有效")))
SCOPES = (
    ("firm", _("同一企业")),
    ("project", _("同一项目")),
    ("honour", _("同一荣誉")),
    ("year", _("同一年度")),
)
AREAS = ("codes", "parks", "exclude", "reference")
Data = dict[str, Any]


def sections(data: Mapping[str, Any]) -> list[Section]:
    """Draw what a draft says of the policy as a whole."""
    return [
        Section("policy", _("政策"), _policy(data)),
        Section("paper", _("文件"), _paper(data)),
        Section("areas", _("适用范围"), _areas(data.get("areas") or {})),
    ]


def _policy(data: Mapping[str, Any]) -> tuple[Field, ...]:
    name, short = data.get("name"), data.get("short")
    return (
        Field("name_zh", _("名称"), chinese_of(name), wide=True),
        Field("name_en", _("英文名称"), english_of(name), wide=True),
        Field("short_zh", _("简称"), chinese_of(short)),
        Field("short_en", _("英文简称"), english_of(short)),
        Field("level", _("层级"), data.get("level", ""), "choice", options(terms.LEVELS)),
        Field("status", _("状态"), data.get("status", ""), "choice", options(terms.STATUSES)),
    )


def _paper(data: Mapping[str, Any]) -> tuple[Field, ...]:
    document, issuer = data.get("document") or {}, data.get("issuer") or {}
    lead, closes = (data.get("departments") or {}).get("lead"), str(data.get("closes", ""))
    number, validity = document.get("number", ""), data.get("validity", "unchecked")
    return (
        Field("title", _("文件标题"), document.get("title", ""), wide=True),
        Field("number", _("文号"), number, hint=_("如 通高新管〔2027〕1号")),
        Field("issued", _("成文日期"), document.get("issued", ""), hint=_("如 2027-01-01")),
        Field("url", _("原文网址"), document.get("url", ""), wide=True),
        Field("issuer_zh", _("发文单位"), chinese_of(issuer.get("name"))),
        Field("lead_zh", _("主管部门"), chinese_of(lead)),
        Field("opens", _("生效日期"), str(data.get("opens", "")), hint=_("如 2027-01-01")),
        Field("precision", _("日期准确程度"), data.get("precision", "day"), "choice", PRECISIONS),
        Field("closes", _("有效期至"), closes, hint=_("如 2029-12-31，没有写就留空")),
        Field("validity", _("有效性"), validity, "choice", VALIDITY),
    )


def _areas(areas: Mapping[str, Any]) -> tuple[Field, ...]:
    places = tuple(areas.get("places", ("registration",)))
    codes, parks, exclude, reference = (" ".join(areas.get(key, ())) for key in AREAS)
    return (
        Field("places", _("看哪个地址"), places, "many", PLACES, wide=True),
        Field("codes", _("行政区划代码"), codes, hint=_("用空格隔开，如 320612")),
        Field("parks", _("园区"), parks, hint=_("如 nantong-hightech")),
        Field("exclude", _("不含"), exclude),
        Field("reference", _("可参照执行"), reference),
    )


def typed(posted: Any, old: Mapping[str, Any]) -> Data:
    """Read what was typed of the policy as a whole; clauses and what the form lacks stay as they were."""
    made = copy.deepcopy(dict(old))
    for key in ("name", "short"):
        _put(made, key, pair(posted.get(f"{key}_zh", ""), posted.get(f"{key}_en", "")))
    for key in ("level", "status", "opens", "precision", "closes", "validity"):
        _put(made, key, posted.get(key, "").strip())
    document = dict(made.get("document") or {})
    for key in ("title", "number", "issued", "url"):
        _put(document, key, posted.get(key, "").strip())
    made["document"] = document
    issuer = dict(made.get("issuer") or {})
    _put(issuer, "name", _renamed(issuer.get("name"), posted.get("issuer_zh", "")))
    made["issuer"] = issuer
    departments = dict(made.get("departments") or {})
    _put(departments, "lead", _renamed(departments.get("lead"), posted.get("lead_zh", "")))
    _put(made, "departments", departments)
    areas: Data = {key: found for key in AREAS if (found := posted.get(key, "").split())}
    places = posted.getlist("places")
    _put(
        made,
        "areas",
        areas | {"places": places} if areas and places and places != ["registration"] else areas,
    )
    return made


def _renamed(old: Mapping[str, str] | None, zh: str) -> dict[str, str] | None:
    """Keep the English of a name that was not changed."""
    if old and old.get("zh") == zh.strip():
        return dict(old)
    return pair(zh)


def _put(made: Data, key: str, value: Any) -> None:
    if value:
        made[key] = value
    else:
        made.pop(key, None)


# --- stacking groups ---------------------------------------------------------------------------------

GROUP = ("s-id", "s-zh", "s-en", "s-rule", "s-scope", "s-cap", "s-cite")


def groups(data: Mapping[str, Any]) -> list[tuple[int, tuple[Field, ...]]]:
    """Draw every group; the clauses it holds are ticked."""
    clauses = tuple(
        (str(row.get("id")), f"{row.get('id')} {chinese_of(row.get('name'))}")
        for row in data.get("clauses") or ()
    )
    return [
        (place, _group(row, place, clauses)) for place, row in enumerate(data.get("stacking") or ())
    ]


def _group(
    row: Mapping[str, Any], place: int, clauses: tuple[tuple[str, str], ...]
) -> tuple[Field, ...]:
    name = row.get("name")
    outside = tuple((key, key) for key in row.get("members", ()) if key not in dict(clauses))
    return (
        Field("s-id", _("编号"), row.get("id", ""), place=place),
        Field("s-zh", _("名称"), chinese_of(name), place=place),
        Field("s-en", _("英文名称"), english_of(name), place=place),
        Field(
            "s-rule",
            _("怎么叠加"),
            row.get("rule", "highest"),
            "choice",
            options(terms.RULES),
            place=place,
        ),
        Field("s-scope", _("在什么之内"), row.get("scope", "firm"), "choice", SCOPES, place=place),
        Field(
            "s-cap",
            _("合计上限"),
            str(row.get("cap", "")),
            hint=_("只有“叠加”可以写，如 1000万元"),
            place=place,
        ),
        Field("s-cite", _("依据"), str(row.get("cite", "")), place=place),
        Field(
            f"s-members-{place}",
            _("包括哪些条款"),
            tuple(row.get("members", ())),
            "many",
            (*clauses, *outside),
            wide=True,
        ),
    )


def typed_groups(posted: Any, old: Mapping[str, Any], asked: str = "") -> Data:
    """Read the groups that were typed."""
    made = copy.deepcopy(dict(old))
    rows = []
    for place, row in enumerate(lists(posted, *GROUP)):
        if asked == f"s-remove-{place}":
            continue
        one: Data = {
            "id": row["s-id"] or f"g{place + 1}",
            "name": pair(row["s-zh"], row["s-en"]) or {"zh": "", "en": ""},
            "rule": row["s-rule"],
            "members": posted.getlist(f"s-members-{place}"),
            "scope": row["s-scope"],
        }
        _put(one, "cap", row["s-cap"])
        _put(one, "cite", row["s-cite"])
        rows.append(one)
    if asked == "s-add":
        rows.append(
            {
                "id": f"g{len(rows) + 1}",
                "name": {"zh": "", "en": ""},
                "rule": "highest",
                "members": [],
                "scope": "firm",
            }
        )
    _put(made, "stacking", rows)
    return made


def choices() -> list[tuple[str, str]]:
    """List the policies that a new edition can be written of, those still without clauses first."""
    found = [editions[-1] for editions in rules.shelf().policies.values() if not editions[-1].demo]
    order = list(terms.LEVELS)
    found.sort(
        key=lambda one: (one.status != "awaiting-text", -order.index(one.level), one.name.zh)
    )
    return [(one.id, f"{told(terms.LEVELS[one.level])} · {told(one.name)}") for one in found]
