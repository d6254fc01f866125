"""The data of a draft with a clause put in, taken out or found."""

from __future__ import annotations

import copy
from typing import Any

from jianghai.policies import editing
from rulebook.errors import CorpusError

AWAITING, IN_FORCE = "awaiting-text", "in-force"


def data_of(text: str) -> dict[str, Any]:
    """Read a draft's text; nothing where it is no YAML at all."""
    try:
        return editing.data_of(text)
    except CorpusError:
        return {}


def clause_of(data: dict[str, Any], clause_id: str) -> dict[str, Any] | None:
    """Find a clause by id."""
    return next((row for row in data.get("clauses") or () if row.get("id") == clause_id), None)


def with_clause(data: dict[str, Any], clause_id: str, clause: dict[str, Any]) -> dict[str, Any]:
    """Give the data with one clause replaced, or added at the end; members of groups follow a new id."""
    new = copy.deepcopy(data)
    rows = list(new.get("clauses") or ())
    places = [place for place, row in enumerate(rows) if row.get("id") == clause_id]
    if places:
        rows[places[0]] = clause
        if clause.get("id") != clause_id:
            _rename(new, clause_id, str(clause.get("id")))
    else:
        rows.append(clause)
    new["clauses"] = rows
    if new.get("status") == AWAITING:
        new["status"] = IN_FORCE
    return new


def _rename(data: dict[str, Any], old: str, new: str) -> None:
    for group in data.get("stacking") or ():
        group["members"] = [new if one == old else one for one in group.get("members", ())]


def without_clause(data: dict[str, Any], clause_id: str) -> dict[str, Any]:
    """Give the data without one clause; groups lose it too, and go where fewer than one member is left."""
    new = copy.deepcopy(data)
    new["clauses"] = [row for row in new.get("clauses") or () if row.get("id") != clause_id]
    groups = []
    for group in new.get("stacking") or ():
        group["members"] = [one for one in group.get("members", ()) if one != clause_id]
        if group["members"]:
            groups.append(group)
    if groups:
        new["stacking"] = groups
    else:
        new.pop("stacking", None)
    return new


def next_id(data: dict[str, Any]) -> str:
    """Propose the id of a new clause.

    >>> next_id({"clauses": [{"id": "T1"}, {"id": "T2"}]}), next_id({})
    ('T3', 'T1')
    """
    taken = {str(row.get("id")) for row in data.get("clauses") or ()}
    return next(f"T{n}" for n in range(1, len(taken) + 2) if f"T{n}" not in taken)
