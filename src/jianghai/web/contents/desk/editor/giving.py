"""The rest of a clause's form: limits, who pays, when to apply, materials, duties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jianghai.web.contents.desk.editor.building import fact_of
from jianghai.web.contents.desk.editor.fields import (
    Field,
    Rows,
    Section,
    chinese_of,
    english_of,
    lists,
    moved,
    pair,
)
from jianghai.web.words import told
from rulebook.policies import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

WINDOWS = (
    ("", _("文件没有写")),
    ("rolling", _("常年受理")),
    ("rounds", _("按批次，写明日期")),
    ("yearly", _("每年固定月日")),
)
ORIGINS = (("applicant", _("企业提交")), ("registry", _("平台已有")), ("shared", _("部门共享")))
Data = dict[str, Any]


def sections(clause: Mapping[str, Any]) -> list[Section]:
    """Draw limits, payers, window, materials and duties."""
    return [_caps(clause), _shares(clause), _window(clause), _materials(clause), _duties(clause)]


def _caps(clause: Mapping[str, Any]) -> Section:
    caps = clause.get("caps") or {}
    parts = tuple(
        Field(f"cap-{name}", told(word), str(caps.get(name, "")), hint=_("如 500万元"))
        for name, word in terms.CAP_NAMES.items()
    )
    times = Field("cap-times", _("最多几次"), str(caps.get("times", "")))
    return Section("caps", _("上限"), (*parts, times), ("caps",), open=bool(caps))


def _shares(clause: Mapping[str, Any]) -> Section:
    held = {row.get("level"): str(row.get("share", "")) for row in clause.get("shares", ())}
    parts = tuple(
        Field(f"share-{level}", told(word), held.get(level, ""), hint=_("如 50%"))
        for level, word in terms.LEVELS.items()
    )
    return Section("shares", _("谁出资"), parts, ("shares",), open=bool(held))


def _window(clause: Mapping[str, Any]) -> Section:
    window = clause.get("window") or {}
    mode = next((name for name in ("rolling", "rounds", "yearly") if name in window), "")
    parts: list[Field | Rows] = [
        Field("window", _("申报时间"), mode, "choice", WINDOWS, turns=True)
    ]
    if mode in ("rounds", "yearly"):
        hint = _("如 2027-03-01") if mode == "rounds" else _("如 03-01")
        rows = tuple(
            (
                Field("w-opens", _("开始"), str(row.get("opens", "")), hint=hint, place=place),
                Field("w-closes", _("截止"), str(row.get("closes", "")), hint=hint, place=place),
                Field("w-zh", _("批次名称"), chinese_of(row.get("batch")), place=place),
                Field("w-en", _("英文名称"), english_of(row.get("batch")), place=place),
            )
            for place, row in enumerate(window[mode])
        )
        parts.append(Rows("w", _("添加批次"), rows, _("批次")))
    return Section("window", _("申报时间"), tuple(parts), ("window",), open=bool(mode))


def _materials(clause: Mapping[str, Any]) -> Section:
    rows = tuple(
        (
            Field("m-zh", _("材料"), chinese_of(row.get("name")), place=place),
            Field("m-en", _("英文名称"), english_of(row.get("name")), place=place),
            Field(
                "m-from",
                _("由谁提供"),
                row.get("from", "applicant"),
                "choice",
                ORIGINS,
                place=place,
            ),
            Field(
                "m-fact", _("证明哪个数据"), str(row.get("fact", "")), known="facts", place=place
            ),
        )
        for place, row in enumerate(clause.get("materials", ()))
    )
    return Section(
        "materials",
        _("材料"),
        (Rows("m", _("添加材料"), rows, _("材料")),),
        ("materials",),
        open=bool(rows),
    )


def _duties(clause: Mapping[str, Any]) -> Section:
    rows = tuple(
        (
            Field("d-zh", _("义务或追回条件"), chinese_of(row), place=place, wide=True),
            Field("d-en", _("英文"), english_of(row), place=place, wide=True),
        )
        for place, row in enumerate(clause.get("duties", ()))
    )
    return Section(
        "duties",
        _("义务与追回"),
        (Rows("d", _("添加一条"), rows, _("义务")),),
        ("duties",),
        open=bool(rows),
    )


def typed(made: Data, posted: Any, asked: str) -> None:
    """Put what was typed into a clause."""
    for key, value in (
        ("caps", _typed_caps(posted)),
        ("shares", _typed_shares(posted)),
        ("window", _typed_window(posted, asked)),
        ("materials", _typed_materials(posted, asked)),
        ("duties", _typed_duties(posted, asked)),
    ):
        if value:
            made[key] = value
        else:
            made.pop(key, None)


def _typed_caps(posted: Any) -> Data:
    caps: Data = {
        name: written
        for name in terms.CAP_NAMES
        if (written := posted.get(f"cap-{name}", "").strip())
    }
    times = posted.get("cap-times", "").strip()
    if times:
        caps["times"] = int(times) if times.isdecimal() else times
    return caps


def _typed_shares(posted: Any) -> list[Data]:
    return [
        {"level": level, "share": share if share.endswith("%") else f"{share}%"}
        for level in terms.LEVELS
        if (share := posted.get(f"share-{level}", "").strip())
    ]


def _typed_window(posted: Any, asked: str) -> Data:
    mode = posted.get("window", "")
    if mode == "rolling":
        return {"rolling": True}
    if mode not in ("rounds", "yearly"):
        return {}
    names = ("w-opens", "w-closes", "w-zh", "w-en")
    blank = dict.fromkeys(names, "")
    rows = moved(lists(posted, *names), "w", asked, blank) or [blank]
    made = []
    for row in rows:
        one: Data = {"opens": row["w-opens"]} if row["w-opens"] else {}
        one["closes"] = row["w-closes"]
        batch = pair(row["w-zh"], row["w-en"])
        made.append(one | {"batch": batch} if batch else one)
    return {mode: made}


def _typed_materials(posted: Any, asked: str) -> list[Data]:

    names = ("m-zh", "m-en", "m-from", "m-fact")
    rows = moved(lists(posted, *names), "m", asked, dict.fromkeys(names, ""))
    made = []
    for row in rows:
        fact = fact_of(row["m-fact"])
        one: Data = {
            "name": pair(row["m-zh"], row["m-en"]) or {"zh": "", "en": ""},
            "from": row["m-from"] or "applicant",
        }
        made.append(one | {"fact": fact.id if fact else row["m-fact"]} if row["m-fact"] else one)
    return made


def _typed_duties(posted: Any, asked: str) -> list[Data]:
    names = ("d-zh", "d-en")
    rows = moved(lists(posted, *names), "d", asked, dict.fromkeys(names, ""))
    return [pair(row["d-zh"], row["d-en"]) or {"zh": "", "en": ""} for row in rows]
