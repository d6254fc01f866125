"""An application as pages show it, to its enterprise and to the zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.utils.dateparse import parse_datetime

from jianghai.policies.queries import applications as queries
from jianghai.web.contents.desk.states import APPLICATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jianghai.policies.models import Application
    from jianghai.policies.queries.applications import Field
    from jianghai.web.words import Said


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of the form: what is known, what was typed, and what is wrong with it."""

    field: Field
    fault: str

    @property
    def value(self) -> str:
        """Give what stands in the field: what was typed, else nothing where the registry knows it."""
        return self.field.entered

    @property
    def options(self) -> list[str]:
        """Give the choices of a field that has some."""
        if self.field.fact.kind == "yesno":
            return ["是", "否"]
        return list(self.field.fact.of) if self.field.fact.kind == "choice" else []


@dataclass(frozen=True, slots=True)
class Step:
    """One moment in the life of an application."""

    said: Said
    at: datetime | None
    by: str
    text: str


def told(one: Application, faults: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Gather what the pages of an application show."""
    form = queries.form_of(one)
    rows = [Row(field, _fault(faults, field.key)) for field in form.fields]
    return {
        "one": one,
        "firm": one.enterprise,
        "form": form,
        "asked": [row for row in rows if row.field.asked],
        "known": [row for row in rows if not row.field.asked],
        "steps": steps(one),
        "faults": faults or {},
    }


def _fault(faults: Mapping[str, Any] | None, key: str) -> str:
    found = (faults or {}).get(key)
    return found.message if found is not None else ""


def steps(one: Application) -> list[Step]:
    """Tell what became of an application, in order."""
    found = [Step(APPLICATIONS["draft"], one.started_at, "", "")]
    if one.submitted_at:
        found.append(Step(APPLICATIONS["in_review"], one.submitted_at, one.promised_by, ""))
    for remark in one.remarks:
        state = str(remark["verb"]).rpartition(" ")[2]
        at = parse_datetime(str(remark["at"]))
        found.append(
            Step(
                APPLICATIONS.get(state, APPLICATIONS["returned"]),
                at,
                str(remark["by"]),
                str(remark["text"]),
            )
        )
    if one.state in ("approved", "refused") and not any(
        step.said is APPLICATIONS[one.state] for step in found
    ):
        found.append(Step(APPLICATIONS[one.state], one.decided_at, str(one.decided_by or ""), ""))
    if one.state == "withdrawn" and not any(
        step.said is APPLICATIONS["withdrawn"] for step in found
    ):
        found.append(Step(APPLICATIONS["withdrawn"], one.changed_at, "", ""))
    return found


def disposition(name: str) -> str:
    """Write the header that names a file to be saved."""
    return f"attachment; filename*=UTF-8''{quote(name)}"
