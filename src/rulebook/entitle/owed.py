"""What an enterprise is owed, as frozen values: for every clause the verdict, the amount as a range, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rulebook.units import MONEY, show, show_english
from rulebook.values import INFINITY

if TYPE_CHECKING:
    from datetime import date

    from rulebook.errors import Text
    from rulebook.policies.policy import Item, Policy
    from rulebook.results import Result
    from rulebook.values import Verdict


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money between two ends in fen; `high` is None where nothing limits it.

    >>> Sum(150_000_000, 150_000_000).zh
    '150万元'
    """

    low: int
    high: int | None

    @property
    def closed(self) -> bool:
        """Tell whether it is one amount."""
        return self.low == self.high

    @property
    def zh(self) -> str:
        """Print it in Chinese."""
        if not self.low and self.high is None:
            return "金额未知"
        return show(float(self.low), self._high, MONEY)

    @property
    def en(self) -> str:
        """Print it in English."""
        if not self.low and self.high is None:
            return "amount not known"
        return show_english(float(self.low), self._high, MONEY)

    @property
    def _high(self) -> float:
        return INFINITY if self.high is None else float(self.high)

    def as_dict(self) -> dict[str, int | None]:
        """Give the form used in JSON, in fen."""
        return {"low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Paying:
    """What one level pays of an award."""

    level: str
    sum: Sum


@dataclass(frozen=True, slots=True)
class AmountRange:
    """What a clause gives one firm.

    `exact` where one amount is certain; `basis` says from what it was computed; `missing` are facts that would close
    it; `dropped_by` names the group whose other member counts instead.
    """

    sum: Sum
    exact: bool
    basis: tuple[Text, ...]
    missing: tuple[str, ...]
    dropped_by: str | None

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON, in fen."""
        return {
            **self.sum.as_dict(),
            "exact": self.exact,
            "basis": [text.as_dict() for text in self.basis],
            "missing": list(self.missing),
            "dropped_by": self.dropped_by,
        }


@dataclass(frozen=True, slots=True)
class Owed:
    """One clause for one firm: `result` is its tree of reasons, `amount` None where the clause gives no money.

    `why` says in words why it was dropped, or what may still be chosen instead.
    """

    policy: Policy
    item: Item
    result: Result
    amount: AmountRange | None
    kept: bool
    why: Text | None
    payers: tuple[Paying, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Give the verdict: met, unmet, unknown or for a person to decide."""
        return self.result.verdict

    @property
    def negotiated(self) -> bool:
        """Tell whether the amount is for negotiation."""
        return self.item.formula is not None and self.item.formula.kind == "negotiated"

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON."""
        item = self.item
        return {
            "clause": item.key,
            "policy": {"id": self.policy.id, "edition": self.policy.opens.isoformat()},
            "name": item.name.as_dict(),
            "cite": item.cite,
            "document": self.policy.document.title,
            "class": item.class_,
            "payout": item.payout or None,
            "demo": self.policy.demo,
            "verdict": self.verdict.word,
            "amount": self.amount.as_dict() if self.amount else None,
            "negotiated": self.negotiated,
            "kept": self.kept,
            "why": self.why.as_dict() if self.why else None,
            "payers": [{"level": p.level, **p.sum.as_dict()} for p in self.payers],
            "missing": list(self.result.missing),
            "reasons": [clause.as_dict() for clause in self.result.walk()],
            "provenance": item.mark.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Totals:
    """What all clauses come to together, in fen, and how many are open.

    `certain` is owed whatever the open facts turn out to be, by policies that somebody confirmed; `possible` what may
    come on top of it, of clauses that apply and have a limit. Of that, `unchecked` is owed if policies of which nobody
    has confirmed that they are in force as written are so. `unbounded` counts clauses that may give more but have no
    limit. Reliefs, which are saved and not paid out, stand apart: each is valued by itself.
    """

    certain: int
    possible: int
    unchecked: int
    relief_certain: int
    relief_possible: int
    unbounded: int
    met: int
    unknown: int
    review: int
    negotiated: int

    def as_dict(self) -> dict[str, int]:
        """Give the form used in JSON, in fen."""
        return {
            "certain": self.certain,
            "possible": self.possible,
            "unchecked": self.unchecked,
            "relief_certain": self.relief_certain,
            "relief_possible": self.relief_possible,
            "unbounded": self.unbounded,
            "met": self.met,
            "unknown": self.unknown,
            "review": self.review,
            "negotiated": self.negotiated,
        }


@dataclass(frozen=True, slots=True)
class Capped:
    """A limit on the sum of a group that took something away."""

    group: str
    name: Text
    limit: Sum
    cut: Sum

    def as_dict(self) -> dict[str, Any]:
        """Give the form used in JSON, in fen."""
        return {
            "group": self.group,
            "name": self.name.as_dict(),
            "limit": self.limit.as_dict(),
            "cut": self.cut.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Entitlements:
    """Everything one firm is owed on a day."""

    record: str
    firm: str
    uscc: str
    year: int
    on: date
    items: tuple[Owed, ...]
    total: Totals
    capped: tuple[Capped, ...]

    def owed(self, key: str) -> Owed:
        """Give a clause by its key; KeyError where it was not looked at."""
        for owed in self.items:
            if owed.item.key == key:
                return owed
        raise KeyError(key)

    def as_dict(self) -> dict[str, Any]:
        """Give the contract of `jianghai entitle --format json`."""
        return {
            "record": self.record,
            "firm": {"name": self.firm, "uscc": self.uscc or None},
            "year": self.year,
            "on": self.on.isoformat(),
            "total": self.total.as_dict(),
            "limits": [capped.as_dict() for capped in self.capped],
            "clauses": [owed.as_dict() for owed in self.items],
        }
