"""Cases of a draft as a form: what is given and what should come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jianghai.base import clock
from jianghai.enterprises import queries
from jianghai.policies.editing.text import case_file
from jianghai.web.contents.desk.editor import reading
from jianghai.web.contents.desk.editor.building import fact_of
from jianghai.web.contents.desk.editor.fields import lists
from rulebook.errors import CorpusError
from rulebook.yamlfile import parse

if TYPE_CHECKING:
    from jianghai.policies.models import PolicyDraft
    from rulebook.facts import Fact

YES, NO = {"是", "yes", "true", "有"}, {"否", "no", "false", "无"}
BLANK_ROWS = 3
Data = dict[str, Any]


def added(draft: PolicyDraft, clause_id: str, posted: Any) -> tuple[str, list[str]]:
    """Give the cases with one more, and what is wrong with it; nothing is added where something is."""
    wrong: list[str] = []
    given = _given(posted, wrong)
    expect: Data = {"verdict": posted.get("verdict", "met")}
    for end in ("low", "high"):
        written = posted.get(end, "").strip()
        if written:
            expect[end] = f"{written}万元" if written.replace(".", "").isdecimal() else written
    name = posted.get("case_name", "").strip() or _("用例 %(n)d") % {
        "n": len(reading.cases_of(draft)) + 1
    }
    case = {
        "name": name,
        "on": posted.get("on") or max(clock.today(), draft.opens).isoformat(),
        "given": given,
        "expect": {"clauses": {clause_id: expect}},
    }
    if wrong:
        return draft.cases, wrong
    return _written(draft, [*reading.cases_of(draft), case]), []


def removed(draft: PolicyDraft, place: int) -> str:
    """Give the cases without one."""
    return _written(draft, [row for at, row in enumerate(reading.cases_of(draft)) if at != place])


def _written(draft: PolicyDraft, rows: list[Data]) -> str:
    return case_file(draft.policy, rows)


def _given(posted: Any, wrong: list[str]) -> Data:
    given: Data = {}
    for row in lists(posted, "g-fact", "g-value"):
        if not row["g-fact"]:
            continue
        fact = fact_of(row["g-fact"])
        if fact is None:
            wrong.append(_("没有数据“%(name)s”，请从列表里选择。") % {"name": row["g-fact"]})
            continue
        try:
            given[fact.id] = _value(fact, row["g-value"])
        except CorpusError:
            wrong.append(_("“%(name)s”的值写法不对。") % {"name": fact.zh})
    return given


def _value(fact: Fact, written: str) -> Any:
    if fact.kind == "yesno":
        return written.lower() in YES
    if fact.kind == "list":
        if written.lower() in NO or not written:
            return {"complete": True, "items": []}
        found = parse(written).data
        return found if isinstance(found, dict) else {"complete": True, "items": found}
    if fact.kind == "number":
        return parse(written.removesuffix(fact.suffix).replace(",", "").strip()).data
    return written


def shown(given: Data) -> list[tuple[Any, str]]:
    """Give what a case assumes, as facts with their values."""
    catalogue = queries.catalogue()
    return [
        (
            catalogue.facts[key].name if key in catalogue else key,
            _shown(catalogue.facts.get(key), value),
        )
        for key, value in given.items()
    ]


def _shown(fact: Fact | None, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        items = value.get("items", ())
        return _("%(n)d 条") % {"n": len(items)} if items else _("无")
    return f"{value}{fact.suffix if fact and fact.kind == 'number' else ''}"
