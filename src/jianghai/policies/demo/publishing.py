"""Put the made-up policy in force as any other: one person drafts it, another reviews and publishes it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from jianghai.base import clock
from jianghai.policies import actions
from jianghai.policies.editing import data_of
from jianghai.policies.models import PolicyDraft, PublishedEdition
from rulebook.yamlfile import parse

if TYPE_CHECKING:
    from jianghai.people.models import Person

POLICY = "demo-zone/innovation"
HERE = Path(__file__).parent
#: The days that the file names, counted from the day of loading.
DAYS = {"opened": -20, "closing": 25, "soon": 18, "later": 60, "began": -120, "ended": -75}
#: What names clauses is set once they are there.
LAST = ("closes", "stacking")


def publish_measures(author: Person, reviewer: Person) -> PublishedEdition:
    """Draft, review and publish the made-up policy; give the edition that is there already where there is one."""
    known = PublishedEdition.objects.filter(policy=POLICY).order_by("opens").last()
    return known or _publish(measures(clock.today()), author, reviewer)


def _publish(data: dict[str, Any], author: Person, reviewer: Person) -> PublishedEdition:
    frame = {key: value for key, value in data.items() if key not in LAST}
    opens = date.fromisoformat(data["opens"])
    draft = actions.start_draft(POLICY, by=author, opens=opens, frame=frame)
    for clause in data["clauses"]:
        actions.set_clause(draft, clause, by=author, version=_version(draft))
    last = {key: data[key] for key in LAST}
    actions.set_frame(draft, last, by=author, version=_version(draft))
    actions.set_cases(draft, cases(clock.today()), by=author, version=_version(draft))
    actions.submit(draft, by=author, version=_version(draft))
    return actions.publish(draft, by=reviewer)


def _version(draft: PolicyDraft) -> int:
    draft.refresh_from_db(fields=["version"])
    return draft.version


def measures(today: date) -> dict[str, Any]:
    """Read the policy with its days filled in."""
    days = {name: str(today + timedelta(days=days)) for name, days in DAYS.items()}
    days |= {"opens": f"{today.year}-01-01", "closes": f"{today.year + 2}-12-31"}
    days |= {"month_opens": f"{today:%m}-01", "month_closes": f"{today:%m}-28"}
    text = (HERE / "measures.yaml").read_text(encoding="utf-8")
    return data_of(Template(text).substitute(days))


def cases(today: date) -> list[dict[str, Any]]:
    """Read the cases, judged on a day."""
    rows = parse((HERE / "cases.yaml").read_text(encoding="utf-8"), "cases.yaml").data
    return [{"name": row["name"], "on": str(today), **row} for row in rows]
