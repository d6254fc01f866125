"""What a clause gives, as fields: every kind of formula has its own, and what another kind does not need is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jianghai.web.contents.desk.editor.fields import (
    Field,
    Rows,
    chinese_of,
    english_of,
    lists,
    moved,
    options,
    pair,
)
from rulebook.policies.terms import KIND_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

MONEY = _("如 50万元")
SHARE = _("如 30%")
#: Every field: what it is called, and how it is written.
FIELDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "is": (_("金额"), MONEY),
    "rows": (_("各档"), ""),
    "less": (_("扣减已获得的"), _("如 total(payouts.amount)")),
    "ratio": (_("配套比例"), SHARE),
    "of": (_("配套基数"), _("一行一个，如 total(grants.amount where level == 省)")),
    "take": (_("多个基数"), ""),
    "each.of": (_("逐项：哪张清单的哪个数"), _("如 grants.amount")),
    "each.where": (_("逐项：只算哪些"), _("如 level == 国家，可留空")),
    "most_each": (_("每项最高"), MONEY),
    "rate": (_("比例"), SHARE),
    "base": (_("计算基数"), _("如 rd_expense")),
    "price": (_("单价"), _("如 rent_price")),
    "unit_most": (_("单价最高"), _("如 30元")),
    "quantity": (_("数量"), _("如 rent_area")),
    "per_head": (_("人均上限"), _("如 15")),
    "heads": (_("人数"), _("如 insured")),
    "months": (_("月数"), _("如 12")),
    "shares": (_("各期比例"), _("用空格隔开，如 40% 30% 30%")),
    "rates": (_("各年比例"), _("用空格隔开，如 100% 100% 50%")),
    "year": (_("第几年"), _("从 1 起，如 age")),
    "times": (_("倍数"), _("如 2")),
    "when": (_("加倍的条件"), _("如 level == 国家")),
    "most": (_("最高"), MONEY),
}
GIVES: Mapping[str, tuple[str, ...]] = {
    "fixed": ("is",),
    "tier": ("rows",),
    "tier-difference": ("rows", "less"),
    "top-up": ("is", "rows", "less"),
    "match": ("ratio", "of", "take", "each.of", "each.where", "most_each"),
    "rate": ("rate", "base"),
    "rate-per-item": ("rate", "each.of", "each.where", "most_each"),
    "unit": ("rate", "price", "unit_most", "quantity", "per_head", "heads", "months"),
    "staged": ("rows",),
    "ranked": ("rows",),
    "instalment": ("is", "rows", "shares", "year"),
    "schedule": ("base", "rates", "year"),
    "multiplier": ("is", "rows", "times", "when"),
    "either-or": (),
    "appraisal": (),
    "negotiated": (),
    "max-only": (),
}
ONE_LINE = frozenset({"shares", "rates"})
TAKES = (("", _("取最高的一个")), ("highest", _("就高")), ("sum", _("合计")))
ROW = ("zh", "en", "when", "is")
MOST_OPTIONS = 6
Data = dict[str, Any]


def fields(data: Mapping[str, Any], prefix: str = "a") -> tuple[Field | Rows, ...]:
    """Draw a formula; an either-or draws each of its options below it."""
    kind = str(data.get("kind", ""))
    kinds = {key: word for key, word in KIND_NAMES.items() if prefix == "a" or key != "either-or"}
    head: list[Field | Rows] = [
        Field(f"{prefix}-kind", _("怎么算") if prefix == "a" else _("选项：怎么算"), kind, "choice",
              options(kinds, _("不给钱")), turns=True)
    ]  # fmt: skip
    if not kind:
        return tuple(head)
    if prefix != "a":
        head += [Field(f"{prefix}-zh", _("选项名称"), chinese_of(data.get("name")))]
    for name in GIVES.get(kind, ()):
        head.append(_rows(data, prefix, kind) if name == "rows" else _field(name, data, prefix))
    for place, option in enumerate(data.get("options", ()) if kind == "either-or" else ()):
        head += fields(option, f"{prefix}{place}")
    if kind != "negotiated":
        head.append(_field("most", data, prefix))
        if kind not in ("appraisal", "max-only"):
            head.append(
                Field(f"{prefix}-up_to", _("原文是“不超过”"), "yes" if data.get("up_to") else "", "choice",
                      (("", _("否，就是这个数")), ("yes", _("是，以审定为准"))))
            )  # fmt: skip
    return tuple(head)


def _field(name: str, data: Mapping[str, Any], prefix: str) -> Field:
    label, hint = FIELDS[name]
    if name == "take":
        return Field(f"{prefix}-take", label, str(data.get("take", "")), "choice", TAKES)
    return Field(
        f"{prefix}-{name}",
        label,
        _written(name, data),
        "area" if name == "of" else "text",
        hint=hint,
    )


def _written(name: str, data: Mapping[str, Any]) -> str:
    value = data.get("each", {}).get(name[5:]) if name.startswith("each.") else data.get(name)
    if isinstance(value, list):
        return ("\n" if name == "of" else " ").join(map(str, value))
    return "" if value is None else str(value)


def _rows(data: Mapping[str, Any], prefix: str, kind: str) -> Rows:
    steps = kind == "staged"
    made = tuple(
        (
            Field(
                f"{prefix}r-zh",
                _("节点") if steps else _("档位"),
                chinese_of(row.get("name")),
                place=place,
            ),
            Field(f"{prefix}r-en", _("英文名称"), english_of(row.get("name")), place=place),
            Field(
                f"{prefix}r-when",
                _("条件"),
                str(row.get("when", "")),
                hint=_("如 level == 国家"),
                place=place,
            ),
            Field(f"{prefix}r-is", _("金额"), str(row.get("is", "")), hint=MONEY, place=place),
        )
        for place, row in enumerate(data.get("rows", ()))
    )
    return Rows(
        f"{prefix}r",
        _("添加节点") if steps else _("添加一档"),
        made,
        _("节点") if steps else _("档位"),
    )


def typed(
    posted: Any, asked: str = "", prefix: str = "a", old: Mapping[str, Any] | None = None
) -> Data | None:
    """Read a formula as it was typed; None where the clause gives no money."""
    kind = posted.get(f"{prefix}-kind", "")
    if not kind:
        return None
    made: Data = {"kind": kind}
    name = pair(posted.get(f"{prefix}-zh", ""), english_of((old or {}).get("name")))
    if prefix != "a" and name:
        made["name"] = name
    for field in GIVES.get(kind, ()):
        _take(made, field, posted, prefix, asked)
    if "is" in made and "rows" in made:
        del made["is"]  # a table of tiers says more than one amount
    if kind == "either-or":
        made["options"] = _options(posted, asked, prefix, old or {})
    most = posted.get(f"{prefix}-most", "").strip()
    if most:
        made["most"] = most
    if posted.get(f"{prefix}-up_to") == "yes":
        made["up_to"] = True
    return made


def _take(made: Data, name: str, posted: Any, prefix: str, asked: str) -> None:
    if name == "rows":
        rows = _typed_rows(posted, prefix, asked, made["kind"])
        if rows:
            made["rows"] = rows
        return
    written = posted.get(f"{prefix}-{name}", "").strip()
    if not written:
        return
    if name.startswith("each."):
        made.setdefault("each", {})[name[5:]] = written
    elif name == "of":
        made["of"] = [line.strip() for line in written.splitlines() if line.strip()]
    elif name in ONE_LINE:
        made[name] = written.replace("，", " ").replace("、", " ").replace(",", " ").split()
    else:
        made[name] = written


def _typed_rows(posted: Any, prefix: str, asked: str, kind: str) -> list[Data]:
    names = tuple(f"{prefix}r-{name}" for name in ROW)
    rows = moved(lists(posted, *names), f"{prefix}r", asked, dict.fromkeys(names, ""))
    if not rows and kind in ("tier", "staged", "ranked", "tier-difference"):
        rows = [dict.fromkeys(names, "")]
    made = []
    for zh, en, when, amount in ([row[name] for name in names] for row in rows):
        row: Data = {"when": when, "is": amount}
        name = pair(zh, en)
        made.append({"name": name} | row if name else row)
    return made


def _options(posted: Any, asked: str, prefix: str, old: Mapping[str, Any]) -> list[Data]:
    """Read the options of an either-or; two at least, so that there is something to fill in."""
    before = list(old.get("options", ()))
    found = []
    for place in range(MOST_OPTIONS):
        was = before[place] if place < len(before) else {}
        option = typed(posted, asked, f"{prefix}{place}", was)
        if option is not None:
            found.append(option)
    blank: list[Data] = [{"kind": "rate"}, {"kind": "rate"}]
    return found + blank[len(found) :]
