"""How clauses combine: options that exclude one another, limits on sums, and the total, as nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rulebook.graph import Node
    from rulebook.policies.policy import Group, Item


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """Clauses that may be had together, and what they give."""

    keys: tuple[str, ...]
    value: Node


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Clauses of which some exclude others: the options there are, the greatest value, and which of them it is.

    `kept` tells for each clause whether it belongs to the option that counts. `ordered` is set where not the greatest
    but the first that applies counts.
    """

    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    options: tuple[Option, ...]
    value: Node
    kept: Mapping[str, Node]
    ordered: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Limited:
    """A group whose sum has a limit: the sum before, what is left of the limit, and the sum after."""

    group: Group
    keys: tuple[str, ...]
    before: Node
    limit: Node
    after: Node


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """All clauses of some policies with what they come to together.

    `values` is what each clause gives by itself once earlier payments of its groups are taken off; `parts` add up to
    the total and have no clause in common.
    """

    items: tuple[Item, ...]
    values: Mapping[str, Node]
    choices: tuple[Choice, ...]
    limits: tuple[Limited, ...]
    kept: Mapping[str, Node]
    parts: tuple[Node, ...]
    total: Node
    #: The same parts of confirmed clauses alone.
    assured: tuple[Node, ...] = ()
    #: Clauses that are valued but not paid out.
    reliefs: tuple[str, ...] = ()

    def nodes(self) -> list[Node]:
        """List every node that tells of the choices made."""
        found = [self.total, *self.parts, *self.assured, *self.values.values()]
        for choice in self.choices:
            found += [choice.value, *(option.value for option in choice.options)]
        for limited in self.limits:
            found += [limited.before, limited.limit, limited.after]
        return list(dict.fromkeys(found))
