"""Small pieces of a policy file: groups, payers, windows and materials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rulebook.errors import Text
from rulebook.language.scope import refuse
from rulebook.policies.policy import Group, Material, Payer, Round, Window
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
