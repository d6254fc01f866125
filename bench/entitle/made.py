"""Two hundred believable policies from a fixed seed, as policy files, and the groups that reach across them.

Every kind of amount comes up, with caps, payers, areas and negative lists; some clauses exclude one another within a
policy, some across policies, some sums have a limit, and a tenth of the clauses has been paid for before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.entitle import asked
from bench.entitle.amounts import AMOUNTS, Dice, condition

SEED = 20261122
COUNT = 200
TWO_TRACKS = 5
"""Every so many policies have a second clause, of which only one counts."""
PAYING = 10
"""For every so many clauses something was paid already."""
OPENS = "2026-01-01"
LEVELS = (
    "city",
    "city",
    "city",
    "city",
    "province",
    "province",
    "district",
    "district",
    "city",
    "city",
    "nation",
)
RULES = ("highest", "highest", "top-up", "difference", "once", "match-highest", "priority")
SCOPES = ("firm", "year", "project", "honour")
PAYERS: tuple[list[tuple[str, str]] | None, ...] = (
    None,
    [("city", "50%"), ("district", "50%")],
    [("province", "40%"), ("city", "30%"), ("district", "30%")],
)

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """Policy files as data, the groups across them, and the clauses for which something was paid."""

    policies: tuple[Data, ...]
    groups: tuple[Data, ...]
    paying: tuple[str, ...]

    def clauses(self) -> Iterator[tuple[str, Data]]:
        """Give every clause with its key."""
        for policy in self.policies:
            for clause in policy["clauses"]:
                yield f"{policy['policy']}#{clause['id']}", clause

    def all_groups(self) -> tuple[Data, ...]:
        """Give every group with whole keys as members."""
        inside = (
            {**group, "members": [f"{policy['policy']}#{member}" for member in group["members"]]}
            for policy in self.policies
            for group in policy.get("stacking", ())
        )
        return (*inside, *self.groups)


def made(count: int = COUNT, seed: int = SEED) -> Made:
    """Make the policies."""
    dice = Dice(seed)
    policies = tuple(_policy(place, dice) for place in range(count))
    keys = [key for key, _ in Made(policies, (), ()).clauses()]
    groups = tuple(_groups(policies, dice))
    return Made(policies, groups, tuple(keys[::PAYING]))


def _text(zh: str, en: str) -> Data:
    return {"zh": zh, "en": en}


def _policy(place: int, dice: Dice) -> Data:
    chosen = place % len(asked.AREAS)
    kinds = list(AMOUNTS)
    clauses = [_clause("A", kinds[place % len(kinds)], dice)]
    data: Data = {
        "schema": "policy/1",
        "policy": f"made/p{place:03}",
        "name": _text(f"示例政策{place}", f"Made-up policy {place}"),
        "short": _text(f"示例{place}", f"Made-up {place}"),
        "level": LEVELS[chosen],
        "issuer": {"name": _text("示例市", "Made-up City")},
        "status": "in-force",
        "validity": "stated",
        "opens": OPENS,
        "document": {"title": f"示例政策{place}"},
        "provenance": {"mark": "found"},
        "exclusions": sorted(dice.sample(sorted(asked.EXCLUSIONS), dice.randint(1, 3))),
        "clauses": clauses,
    }
    if asked.AREAS[chosen] is not None:
        data["areas"] = asked.AREAS[chosen]
    if place % TWO_TRACKS == 0:
        kind = dice.choice([kind for kind in kinds if kind != "negotiated"])
        clauses.append(_clause("B", kind, dice))
        data["stacking"] = [_group("tracks", "highest", ["A", "B"], "firm")]
    return data


def _clause(name: str, kind: str, dice: Dice) -> Data:
    asks = [condition(dice) for _ in range(dice.randint(1, 3))]
    rows = [_row(f"{name}.{n}", when) for n, when in enumerate(asks)]
    if dice.random() < 0.3:
        either = [_row(f"{name}.or{n}", condition(dice)) for n in range(2)]
        rows.append({"id": f"{name}.or", "name": _text("之一", "One of"), "any": either})
    if dice.random() < 0.05:
        rows.append({"id": f"{name}.m", "name": _text("专家认定", "Experts agree"), "manual": True})
    amount, caps = AMOUNTS[kind](dice)
    clause: Data = {
        "id": name,
        "name": _text(f"条款{name}", f"Clause {name}"),
        "cite": "第一条",
        "says": _text("符合条件的给予支持。", "Support for firms that meet the conditions."),
        "class": "relief" if dice.random() < 0.05 and name == "A" else "reward",
        "payout": dice.choice(["unasked", "fast", "apply"]),
        "all": rows,
        "amount": amount,
    }
    payers = dice.choice(PAYERS)
    if payers and kind != "negotiated":
        clause["shares"] = [{"level": level, "share": share} for level, share in payers]
    return clause | ({"caps": caps} if caps else {})


def _row(name: str, when: str) -> Data:
    return {"id": name, "name": _text("条件", "Condition"), "when": when}


def _group(name: str, rule: str, members: list[str], scope: str) -> Data:
    return {
        "id": name,
        "name": _text(f"分组{name}", f"Group {name}"),
        "rule": rule,
        "members": members,
        "scope": scope,
    }


def _groups(policies: tuple[Data, ...], dice: Dice) -> Iterator[Data]:
    """Make groups across policies: threes that exclude one another, chains, and limits around some of them."""
    free = [
        f"{policy['policy']}#A"
        for policy in policies
        if len(policy["clauses"]) == 1 and _paid_out(policy["clauses"][0])
    ]
    dice.shuffle(free)
    take = iter(free)
    threes = []
    for n in range(len(policies) // 10):
        members = [next(take) for _ in range(3)]
        threes.append(members)
        yield _group(f"three-{n}", RULES[n % len(RULES)], members, SCOPES[n % len(SCOPES)])
    for n in range(len(policies) // 50):
        a, b, c = (next(take) for _ in range(3))
        yield _group(f"chain-{n}-a", "highest", [a, b], "project")
        yield _group(f"chain-{n}-b", "highest", [b, c], "project")
    for n in range(len(policies) // 40):
        members = [*threes[n], *(next(take) for _ in range(3))]
        limit = _group(f"limit-{n}", "add", members, SCOPES[(n + 1) % len(SCOPES)])
        yield limit | {"cap": f"{dice.choice([500, 800, 1000])}万元"}


def _paid_out(clause: Data) -> bool:
    return clause["class"] == "reward" and clause["amount"]["kind"] != "negotiated"
