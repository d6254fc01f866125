"""Small pieces of a policy file: its area and negative list, groups, payers, windows and materials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rulebook.errors import Text
from rulebook.language.scope import refuse
from rulebook.policies.policy import Areas, Group, Material, Payer, Round, Window
from rulebook.rules.parts import mark_of, text_of

if TYPE_CHECKING:
    from rulebook.policies.maker import Maker

Data = Mapping[str, Any]


def group_of(make: Maker, data: Data, home: str = "") -> Group:
    """Read a group; inside a policy its members may be named by clause id alone."""
    members = tuple(member if "#" in member else f"{home}#{member}" for member in data["members"])
    if len(set(members)) < len(members):
        raise refuse(0, ("同一条款写了两次", "a clause is named twice"), ("去掉一个", "Remove one"))
    if "cap" in data and data["rule"] != "add":
        raise refuse(
            0,
            ("只有叠加组可以有总额上限", "only an add group has a cap"),
            ("改 rule: add", "Use rule: add"),
        )
    return Group(
        id=data["id"],
        name=Text(**data["name"]),
        rule=data["rule"],
        members=members,
        scope=data["scope"],
        cap=make.fixed(data["cap"]) if "cap" in data else None,
        cite=data.get("cite", ""),
        home=home,
        mark=mark_of(data["provenance"]) if "provenance" in data else None,
    )


def payers_of(make: Maker, data: Data) -> tuple[Payer, ...]:
    """Read who pays; ExpressionError where the shares are not the whole."""
    payers = tuple(Payer(row["level"], make.fixed(row["share"])) for row in data.get("shares", ()))
    if payers and sum(payer.share for payer in payers) != 1:
        raise refuse(
            0,
            ("各级分担比例合计不是 100%", "the levels' shares do not add up to 100 %"),
            ("改比例", "Mend the shares"),
        )
    return payers


def window_of(data: Data | None) -> Window | None:
    """Read when one can apply."""
    if data is None:
        return None
    if "rolling" in data:
        return Window(rolling=True)
    return Window(rounds=_rounds(data.get("rounds", ())), yearly=_rounds(data.get("yearly", ())))


def _rounds(rows: Any) -> tuple[Round, ...]:
    return tuple(
        Round(row.get("opens", ""), row["closes"], text_of(row.get("batch"))) for row in rows
    )


def materials_of(data: Data) -> tuple[Material, ...]:
    """Read what is to be handed in."""
    rows = data.get("materials", ())
    return tuple(Material(Text(**row["name"]), row["from"], row.get("fact", "")) for row in rows)


PLACES: Mapping[str, tuple[str, Text]] = {
    "registration": ("region_code", Text("注册地", "place of registration")),
    "operation": ("operation_region_code", Text("实际经营地", "place of operation")),
    "tax": ("tax_region_code", Text("纳税地", "place of taxation")),
}
"""The fact that holds each place's administrative code."""


def area_clause(areas: Areas, cite: str) -> dict[str, Any] | None:
    """Give the condition that a firm lies in the area, in the form of a rule file; None where all are covered."""
    inside = _inside(areas, areas.codes)
    if not inside:
        return None
    names = [PLACES[place][1] for place in areas.places]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    clause = {
        "id": "area",
        "name": {"zh": f"{zh}在适用范围内", "en": f"{en[0].upper()}{en[1:]} in the area covered"},
        "cite": cite,
    }
    if not areas.reference:
        return clause | {"when": inside}
    return clause | {
        "any": [_covered(inside, cite), _followed(_inside(areas, areas.reference), cite)]
    }


def _inside(areas: Areas, codes: tuple[str, ...]) -> str:
    conditions = []
    for fact in (PLACES[place][0] for place in areas.places):
        if codes:
            conditions.append(f"{fact} under [{', '.join(codes)}]")
        if areas.exclude:
            conditions.append(f"not {fact} under [{', '.join(areas.exclude)}]")
    if areas.parks:
        listed = ", ".join(f'"{park}"' for park in areas.parks)
        conditions.append(f"park in [{listed}]")
    return " and ".join(conditions)


def _covered(inside: str, cite: str) -> dict[str, Any]:
    name = {"zh": "在适用地区内", "en": "Inside the area"}
    return {"id": "area.inside", "name": name, "cite": cite, "when": inside}


def _followed(inside: str, cite: str) -> dict[str, Any]:
    """Give the condition for places that may follow (可参照执行): whether they do is for a person to say."""
    may = {"zh": "在可参照执行的地区", "en": "Where others may follow it"}
    does = {"zh": "当地参照执行", "en": "The place follows it"}
    return {
        "id": "area.follows",
        "name": {"zh": "参照执行", "en": "Followed elsewhere"},
        "cite": cite,
        "all": [
            {"id": "area.may", "name": may, "cite": cite, "when": inside},
            {"id": "area.does", "name": does, "cite": cite, "manual": True},
        ],
    }


def exclusion_clause(
    named: tuple[str, ...], known: Mapping[str, Mapping[str, Any]], cite: str
) -> dict[str, Any] | None:
    """Give the negative list as a clause in the form of a rule file; None where there is none."""
    inner = list(_excluded(named, known, cite))
    if not inner:
        return None
    return {
        "id": "excluded",
        "name": {"zh": "不属于不予支持的情形", "en": "Not left out by the negative list"},
        "cite": cite,
        "none": inner,
    }


def _excluded(
    named: tuple[str, ...], known: Mapping[str, Mapping[str, Any]], cite: str
) -> Iterator[dict[str, Any]]:
    for name in named:
        data = known[name]
        yield {
            "id": f"excluded.{name}",
            "name": data["name"],
            "cite": data.get("cite", cite),
            "provenance": data["provenance"],
            "when": data["when"],
        }


def assured(policy: Data, clause: Data) -> bool:
    """Tell whether somebody confirmed that a clause is in force as written."""
    mark = clause.get("provenance", policy["provenance"])["mark"]
    return policy.get("validity") == "stated" and mark in ("found", "single-source")
