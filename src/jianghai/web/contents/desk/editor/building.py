"""One comparison in rows and in an expression: fact, sign and value, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jianghai.enterprises import queries
from jianghai.web.words import told
from rulebook import syntax as s
from rulebook.errors import ExpressionError, Text
from rulebook.language.words import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rulebook.facts import Fact

LAGS = (("", _("当年")), ("t-1", _("上一年")), ("t-2", _("前两年")))
NUMBER = (("ge", "≥"), ("gt", "＞"), ("le", "≤"), ("lt", "＜"), ("eq", "＝"))
OPS: Mapping[str, tuple[tuple[str, Any], ...]] = {
    "number": NUMBER,
    "yesno": (("yes", _("是")), ("no", _("否"))),
    "choice": (("in", _("属于")), ("out", _("不属于"))),
    "text": (("in", _("属于")), ("out", _("不属于"))),
    "code": (("under", _("在……之下")), ("beside", _("不在……之下"))),
    "list": (("many", _("条数不少于")), ("few", _("条数不多于"))),
}
SIGNS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<", "eq": "=="}


def built(when: str) -> dict[str, str] | None:
    """Take an expression apart where it is one fact compared with one value."""
    try:
        tree = s.read(when)
    except ExpressionError:
        return None
    found = _parts(tree)
    if found is None:
        return None
    name, op, value = found
    fact = queries.catalogue().facts.get(name.id)
    if fact is None or op not in dict(OPS.get(fact.kind, ())):
        return None
    if value.endswith(fact.suffix) and fact.suffix:
        value = value.removesuffix(fact.suffix)
    lag = f"t-{name.lag}" if name.lag else ""
    if lag not in dict(LAGS):
        return None
    return {
        "c-kind": "fact",
        "c-fact": told(fact.name),
        "c-lag": lag,
        "c-op": op,
        "c-value": value.strip(),
    }


def _parts(tree: s.Expression) -> tuple[s.Name, str, str] | None:
    match tree:
        case s.Compare(sign, s.Name() as name, s.Number() as number) if sign in SIGNS.values():
            return name, _key(sign), s.write(number)
        case s.Compare(
            ">=" | "<=" as sign, s.Call("count", (s.Name() as name,), None), s.Number() as number
        ):
            return name, {">=": "many", "<=": "few"}[sign], s.write(number)
        case s.Compare("==", s.Name() as name, s.Name(word, None)):
            return name, "in", word
        case s.Compare("==", s.Name() as name, s.Word(word)):
            return name, "in", word
        case s.Name():
            return tree, "yes", ""
    return _negated(tree)


def _negated(tree: s.Expression) -> tuple[s.Name, str, str] | None:
    match tree:
        case s.Unary("not", s.Name() as name):
            return name, "no", ""
        case s.Among("in", name, words):
            return name, "in", "、".join(words)
        case s.Among("under", name, words):
            return name, "under", "、".join(words)
        case s.Unary("not", s.Among(op, name, words)):
            return name, {"in": "out", "under": "beside"}.get(op, ""), "、".join(words)
    return None


def _key(sign: str) -> str:
    return next(key for key, one in SIGNS.items() if one == sign)


def fact_of(typed: str) -> Fact | None:
    """Find a fact by its name in either language or its id."""
    typed = typed.strip()
    catalogue = queries.catalogue()
    found = catalogue.by_column(typed) if typed else None
    if found is not None or not typed:
        return found
    return next((fact for fact in catalogue.facts.values() if fact.en == typed), None)


def expression(row: Mapping[str, str]) -> str:
    """Write a row as an expression; what cannot be written properly is kept as it was typed."""
    fact, value = fact_of(row.get("c-fact", "")), row.get("c-value", "").strip()
    if fact is None:
        return f"{row.get('c-fact', '')} {SIGNS.get(row.get('c-op', ''), '>=')} {value}".strip()
    ops = dict(OPS.get(fact.kind, ()))
    op = row.get("c-op", "")
    op = op if op in ops else next(iter(ops), "yes")
    name = f"{fact.id}[{row['c-lag']}]" if row.get("c-lag") and fact.per_year else fact.id
    if op in SIGNS:
        return f"{name} {SIGNS[op]} {_with_unit(value or '0', fact.suffix)}"
    if op in ("many", "few"):
        sign = ">=" if op == "many" else "<="
        return f"count({name}) {sign} {_with_unit(value or '1', fact.suffix)}"
    if op in ("yes", "no"):
        return name if op == "yes" else f"not {name}"
    return _among(fact.id, op, value)


def _with_unit(value: str, suffix: str) -> str:
    return f"{value}{suffix}" if value.replace(".", "").replace("-", "").isdecimal() else value


def _among(fact_id: str, op: str, value: str) -> str:
    listed = [word.strip() for word in value.replace(",", "、").replace("，", "、").split("、")]
    words = tuple(filter(None, listed))
    among = s.Among("under" if op in ("under", "beside") else "in", s.Name(fact_id), words)
    if op == "in" and len(words) == 1:
        return s.write(among).replace(" in [", " == ", 1).removesuffix("]")
    return s.write(s.Unary("not", among) if op in ("out", "beside") else among)


def told_of(when: str) -> Text | None:
    """Say an expression in words; nothing where it cannot be read."""
    try:
        return Wording(queries.catalogue(), {}, {}).say(s.read(when))
    except (ExpressionError, KeyError):
        return None
