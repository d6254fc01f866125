"""Remarks as they stand beside a version, and what the reader can do with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jianghai.casework.actions import documents as actions
from jianghai.casework.models import RemarkState
from jianghai.web.contents.documents.states import DOING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

    from jianghai.casework.models import Remark, Version
    from jianghai.people.models import Person

#: States that a remark can be brought to, in the order in which they are offered.
ORDER = (
    RemarkState.ACCEPTED,
    RemarkState.REJECTED,
    RemarkState.ANSWERED,
    RemarkState.CLOSED,
    RemarkState.OPEN,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One remark beside a version: whether it comes from an earlier one, and whether it is the reader's own."""

    one: Remark
    carried: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Act:
    """Something that the reader may do with a remark."""

    state: str
    word: str | Promise
    words: str  # `must`, `may` or nothing: whether something is said with it


WORDS = {
    RemarkState.ACCEPTED: "may",
    RemarkState.REJECTED: "must",
    RemarkState.ANSWERED: "must",
    RemarkState.CLOSED: "",
    RemarkState.OPEN: "must",
}


def rows(found: Iterable[Remark], version: Version, reader: Person) -> list[Row]:
    """Lay remarks out beside a version."""
    return [Row(one, one.version_id != version.pk, one.by_id == reader.pk) for one in found]


def acts(one: Remark, reader: Person) -> list[Act]:
    """List what the reader may do with a remark as it stands."""
    closed = one.state == RemarkState.CLOSED
    fitting = [RemarkState.OPEN] if closed else [state for state in ORDER if state != one.state]
    allowed = actions.allowed(reader, one, one.document)
    return [Act(state, DOING[state], WORDS[state]) for state in fitting if state in allowed]


def says(offered: list[Act]) -> str:
    """Tell which of the steps want words; nothing where none takes any."""
    must = [str(act.word) for act in offered if act.words == "must"]
    if must:
        return _("%(steps)s须写明。") % {"steps": "、".join(must)}
    return str(_("可以不写。")) if any(act.words for act in offered) else ""


def later(one: Remark) -> list[Version]:
    """List the versions that could close a remark, the newest first."""
    found = one.document.versions.filter(number__gt=one.version.number)
    return list(found.order_by("-number"))


def tally(found: list[Row]) -> dict[str, int]:
    """Count the remarks beside a version by state."""
    states = [row.one.state for row in found]
    return counted({state: states.count(state) for state in RemarkState.values})


def counted(document_counts: dict[str, int]) -> dict[str, int]:
    """Add the whole and what is not settled to the counts of the states."""
    whole = sum(document_counts.values())
    return {**document_counts, "all": whole, "unsettled": whole - document_counts["closed"]}
