"""Policies and their clauses after they were read: who issued them, whom they cover, what they give and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rulebook.errors import Text
    from rulebook.graph import Node
    from rulebook.policies.formulas import Formula
    from rulebook.results import Mark
    from rulebook.rules.editions import Cited, Edition
    from rulebook.yamlfile import Document

ANSWERABLE = frozenset({"in-force", "amended"})
"""Policies of these statuses are applied; the others are shown only."""


@dataclass(frozen=True, slots=True)
class Areas:
    """Whom a policy covers: places that count, by prefixes of administrative codes and by park."""

    places: tuple[str, ...] = ("registration",)
    codes: tuple[str, ...] = ()
    parks: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()

    def covers(self, code: str) -> bool:
        """Tell whether a place may be covered, for lists of policies; conditions decide for firms.

        >>> Areas(codes=("3206",), exclude=("320685",)).covers("320612")
        True
        """
        if code.startswith(self.exclude or ("-",)):
            return False
        return not self.codes or code.startswith(self.codes + self.reference)


@dataclass(frozen=True, slots=True)
class Payer:
    """A level that pays a share of an award."""

    level: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits in fen: for one item, one project, a firm in a year, a firm ever; and how many times."""

    item: Fraction | None = None
    project: Fraction | None = None
    year: Fraction | None = None
    lifetime: Fraction | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One window for applications; a yearly one has month and day only (``03-01``)."""

    opens: str
    closes: str
    batch: Text | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """When one can apply: at any time, in dated rounds, or in the same days of every year."""

    rolling: bool = False
    rounds: tuple[Round, ...] = ()
    yearly: tuple[Round, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """Something to hand in: from whom it comes, and the fact that it proves."""

    name: Text
    origin: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses that act on one another: `members` are their keys, `cap` is in fen.

    `home` is the policy that the group stands in, empty where it reaches across policies.
    """

    id: str
    name: Text
    rule: str
    members: tuple[str, ...]
    scope: str
    cap: Fraction | None = None
    cite: str = ""
    home: str = ""
    mark: Mark | None = None

    @property
    def exclusive(self) -> bool:
        """Tell whether at most one member counts."""
        return self.rule != "add"


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One clause of a policy, ready to be judged.

    `edition` is this clause alone, as the rulebook judges it, area and exclusions included; `entitled` is the node of
    what is due in fen: 0 where unmet, a range from 0 while open; `owed` is what it were
    if it applied, `gross` that before earlier payments are taken off.
    """

    id: str
    policy_id: str
    name: Text
    cite: str
    says: Text
    class_: str
    audience: str
    topics: tuple[str, ...]
    payout: str
    fair_competition: str
    formula: Formula | None
    caps: Caps
    payers: tuple[Payer, ...]
    window: Window | None
    materials: tuple[Material, ...]
    duties: tuple[Text, ...]
    mark: Mark
    edition: Edition
    owed: Node
    gross: Node
    entitled: Node
    #: Whether somebody confirmed that it is in force as written.
    assured: bool
    #: For whatif of amounts: the same clause with what is owed as its score.
    priced: Edition

    @property
    def key(self) -> str:
        """Name the clause: policy id and clause id."""
        return f"{self.policy_id}#{self.id}"

    @property
    def verdict(self) -> Node:
        """Give the node that tells whether the clause applies."""
        return self.edition.verdict


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """One edition of a policy."""

    id: str
    name: Text
    short: Text
    level: str
    issuer: Text
    issuer_code: str
    status: str
    opens: date
    precision: str
    closes: date | None
    validity: str
    supersedes: str
    superseded_by: str
    upper: tuple[str, ...]
    demo: bool
    areas: Areas
    exclusions: tuple[str, ...]
    lead: Text | None
    others: tuple[Text, ...]
    topics: tuple[str, ...]
    industries: tuple[str, ...]
    document: Cited
    mark: Mark
    notes: tuple[Text, ...]
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    digest: str
    source: Document = field(repr=False)

    @property
    def key(self) -> str:
        """Name the edition: policy id and opening day."""
        return f"{self.id}@{self.opens.isoformat()}"

    @property
    def file(self) -> str:
        """Name the file it was read from."""
        return self.source.file

    @property
    def answerable(self) -> bool:
        """Tell whether its clauses are applied."""
        return self.status in ANSWERABLE

    def item(self, item_id: str) -> Item:
        """Give a clause by id; KeyError where there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def in_force(self, on: date) -> bool:
        """Tell whether it may be applied on a day."""
        return self.opens <= on and (self.closes is None or on <= self.closes)

    @property
    def data(self) -> Mapping[str, Any]:
        """Give the data of its file."""
        found: Mapping[str, Any] = self.source.data
        return found
