"""The policies as they are shipped, read once for all tests of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from rulebook.entitle import entitle
from rulebook.evaluate import evaluate
from rulebook.policies import load_policies
from rulebook.proving.cases import Case, record_of
from rulebook.syntax import Number
from rulebook.syntax import read as read_expression
from rulebook.yamlfile import read
from tests.corpus.shelf import CORPUS, library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from rulebook.entitle import Entitlements
    from rulebook.policies import Item, Policy, Shelf
    from rulebook.records import Record

NEIGHBOURS = frozenset(
    [
        "nantong-etdz",
        "tongzhouwan",
        "haian",
        "rugao-hightech",
        "taizhou",
        "sucheng",
        "hefei",
        "unidentified",
        "lishui",
        "wuchang",
    ]
)
"""Issuers whose policies are examples only."""


@cache
def shelf() -> Shelf:
    """Read every policy."""
    return load_policies(CORPUS, library())


def policies() -> list[Policy]:
    """List every edition of every policy."""
    return [policy for editions in shelf().policies.values() for policy in editions]


def items() -> list[Item]:
    """List every clause of every edition."""
    return [item for policy in policies() for item in policy.items]


def written(policy: Policy) -> Iterator[dict[str, Any]]:
    """List the clauses of an edition as they stand in its file."""
    yield from policy.data.get("clauses", ())


@cache
def cases(policy_id: str) -> tuple[dict[str, Any], ...]:
    """Read the cases of a policy; none where it has no file."""
    path = CORPUS / "policies" / policy_id / "cases.yaml"
    return tuple(read(path, path.name).data["cases"]) if path.exists() else ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a clause says of somebody: the verdict, and the least and the most in fen."""

    verdict: str
    low: float
    high: float


def somebody(given: Mapping[str, Any], on: date) -> Record:
    """Make the record of somebody of whom these facts are given."""
    case = Case("somebody", "", on, on.year - 1, given, {}, {}, ())
    return record_of(case, library().catalogue)


def all_owed(policy_id: str, given: Mapping[str, Any], on: date) -> Entitlements:
    """Tell what somebody is owed by one policy."""
    policy = shelf().policy(policy_id, on)
    return entitle(somebody(given, on), shelf(), on, policies=[policy] if policy else [])


def answer(item: Item, given: Mapping[str, Any], on: date) -> Answer:
    """Judge one clause for somebody of whom these facts are given, the last year being the one before the day."""
    result = evaluate(somebody(given, on), [item.priced])[0]
    ends = (result.score.low, result.score.high) if result.score else (0.0, 0.0)
    return Answer(result.verdict.word, *ends)


def fen(written: str) -> float:
    """Read an amount such as 150万元 in fen.

    >>> fen("1.5万元")
    1500000.0
    """
    number = read_expression(str(written))
    if not isinstance(number, Number):
        raise TypeError(written)
    return float(number.value)
