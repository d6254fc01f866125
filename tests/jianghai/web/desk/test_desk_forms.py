"""A clause that is drawn as a form and sent back unchanged is the same clause, for every clause of the corpus."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from jianghai.policies import rules
from jianghai.web.contents.desk.editor import amounts, clauses, papers
from jianghai.web.contents.desk.editor.fields import Rows
from rulebook.policies.terms import KIND_NAMES

pytestmark = pytest.mark.django_db


def sent(parts) -> QueryDict:
    """Send the fields as a browser would."""
    form = QueryDict(mutable=True)
    for part in parts:
        fields = [one for row in part.rows for one in row] if isinstance(part, Rows) else [part]
        for field in fields:
            values = field.value if field.kind == "many" else [field.value]
            for value in values:
                form.appendlist(field.name, str(value))
    return form


def written(value):
    """Give data with every number as it is written."""
    if isinstance(value, dict):
        return {key: written(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [written(one) for one in value]
    return str(value)


def editions():
    return [one for known in rules.corpus().policies.values() for one in known]


def test_every_clause_survives_its_form():
    lost = {}
    for policy in editions():
        for clause in policy.data.get("clauses") or ():
            parts = [part for one in clauses.sections(clause, policy.data) for part in one.parts]
            back = clauses.typed(sent(parts), clause, policy.data)
            if written(back) != written(clause):
                before, after = written(clause), written(back)
                keys = {key for key in before | after if before.get(key) != after.get(key)}
                lost[f"{policy.id}#{clause['id']}"] = {
                    key: (before.get(key), after.get(key)) for key in keys
                }
    assert lost == {}


def test_every_paper_survives_its_form():
    for policy in editions():
        data = dict(policy.data)
        parts = [part for one in papers.sections(data) for part in one.parts]
        back = papers.typed(sent(parts), data)
        kept = {"precision": "day", "validity": "unchecked"} | written(data)
        assert written(back) == kept, policy.id


def test_every_kind_of_amount_is_drawn():
    assert set(amounts.GIVES) == set(KIND_NAMES)
    for kind in KIND_NAMES:
        parts = amounts.fields({"kind": kind})
        assert parts[0].value == kind
        assert amounts.typed(sent(parts))["kind"] == kind
