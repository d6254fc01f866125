"""The services that are shipped hold together, and every figure says where it was read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jianghai.casework import process, services
from jianghai.casework.engine.operations import OPERATIONS
from jianghai.casework.services.reading import known
from rulebook import yamlfile
from tests.corpus.services.shipped import FOLDERS, name, service
from tests.corpus.shelf import CORPUS

EVERY = pytest.mark.parametrize("folder", FOLDERS, ids=name)


def texts(value: Any) -> list[str]:
    """List every text in a value."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for one in value.values() for text in texts(one)]
        case list():
            return [text for one in value for text in texts(one)]
    return []


def cited(value: Any) -> list[dict[str, Any]]:
    """List every citation in a value."""
    match value:
        case {"document": _, "mark": _}:
            return [value]
        case dict():
            return [one for inner in value.values() for one in cited(inner)]
        case list():
            return [one for inner in value for one in cited(inner)]
    return []


def test_nothing_shipped_is_at_fault():
    assert services.faults(CORPUS) == []


@EVERY
def test_every_end_is_reached_and_none_is_dead(folder):
    walked = process.walks(service(folder).spec)
    assert not walked.faults
    drawn = {
        one.id
        for one in service(folder).diagram.elements.values()
        if one.kind == "end" and not one.parent
    }
    assert set(walked.ends) == drawn


@EVERY
def test_every_diagram_is_drawn(folder):
    diagram = service(folder).diagram
    assert diagram.elements.keys() <= diagram.layout.boxes.keys()


@EVERY
def test_every_clock_and_every_law_says_how_sure_it_is(folder):
    one = service(folder)
    assert one.law
    for clock in one.clocks.values():
        assert clock.law, clock.key
        assert clock.rule.zh != clock.key


@EVERY
def test_what_was_found_names_where(folder):
    own = {
        "clocks": service(folder).content["clocks"],
        "service": service(folder).content["service"],
    }
    for citation in cited(own):
        sure = citation["mark"] in {"found", "single-source"}
        assert (
            citation.get("sources") or citation.get("note") or not sure or citation.get("article")
        ), citation


@EVERY
def test_what_is_recalled_says_how_surely(folder):
    for citation in cited(dict(service(folder).content)):
        if citation["mark"] == "recalled":
            assert citation.get("confidence"), citation


@EVERY
def test_no_form_asks_for_what_it_does_not_name_in_both_languages(folder):
    for form in service(folder).forms.values():
        for field in form.fields():
            assert field.name.zh != field.key
            assert field.name.en
            assert all(choice.name.zh != choice.key for choice in field.choices), (
                form.name,
                field.key,
            )


@EVERY
def test_personal_fields_are_marked(folder):
    personal = {"phone", "contact_person", "identity", "legal_person", "account", "agent"}
    for field in service(folder).forms["apply"].fields():
        assert field.personal is (field.key in personal), field.key


def test_every_operation_has_a_function():
    listed = yamlfile.read(CORPUS / "services" / "operations.yaml").data["operations"]
    assert OPERATIONS.keys() | {"call_office"} >= listed.keys()


def test_every_operation_that_a_diagram_may_name_is_listed():
    assert known.read(CORPUS).operations >= OPERATIONS.keys()


def test_every_source_is_used_and_every_zone_file_names_known_ones():
    used = set()
    for path in [*CORPUS.glob("services/*/*/*.yaml"), *CORPUS.glob("zones/*/*.yaml")]:
        used |= {text for text in texts(yamlfile.read(path).data) if text.startswith("A.S")}
    listed = known.read(CORPUS).sources
    assert used == listed


def test_the_code_speaks_its_own_words():
    for key in ("eia-form", "eia-book", "eia-register"):
        said = services.shelf().edition(key, date(2026, 8, 15))
        words = [said.name.zh, *texts(said.content["service"].get("publicity", {}))]
        assert all("生态环境影响" in word for word in words if "环境影响" in word), key
        assert any("生态环境法典" in law.document for law in said.law)


def test_no_case_accepted_under_the_act_is_told_of_the_code():
    for key in ("eia-form", "eia-book", "eia-register"):
        said = services.shelf().edition(key, date(2026, 8, 14))
        assert not any("法典" in text for text in texts(dict(said.content["service"]))), key


@pytest.mark.parametrize(
    ("key", "on", "clock", "span", "excludes_notice"),
    [
        ("eia-form", date(2025, 9, 8), "eia.statutory", "30CD", False),
        ("eia-form", date(2026, 8, 15), "eia.statutory", "30CD", False),
        ("eia-book", date(2025, 9, 8), "eia.statutory", "60CD", False),
        ("eia-book", date(2026, 8, 15), "eia.statutory", "60CD", False),
        ("eia-form", date(2025, 9, 8), "eia.promise", "5WD", True),
        ("eia-form", date(2025, 9, 8), "eia.accept_notice", "5WD", False),
        ("eia-book", date(2025, 9, 8), "eia.accept_notice", "10WD", False),
        ("eia-book", date(2026, 8, 15), "eia.accept_notice", "10WD", False),
        ("eia-book", date(2026, 8, 15), "eia.preapprove_notice", "5WD", False),
        ("eia-form", date(2026, 8, 15), "eia.decision_publish", "7WD", False),
        ("licence", date(2026, 1, 1), "lic.supplement_notice", "5WD", False),
        ("licence", date(2026, 1, 1), "lic.decide", "20WD", False),
        ("licence", date(2026, 1, 1), "lic.deliver", "10WD", False),
        ("start-business", date(2026, 1, 1), "bundle.zone", "2WH", False),
        ("start-business", date(2026, 1, 1), "bundle.city", "4WH", False),
        ("start-business", date(2026, 1, 1), "reg.company", "3WD", False),
    ],
)
def test_the_terms_are_those_of_the_law(key, on, clock, span, excludes_notice):
    rule = services.shelf().edition(key, on).clocks[clock].rule
    assert str(rule.span) == span
    assert rule.stops_for("public_notice") is excludes_notice


def test_the_statutory_clock_of_an_assessment_stands_still_only_where_the_rule_says_so():
    rule = services.shelf().edition("eia-form", date(2025, 9, 8)).clocks["eia.statutory"].rule
    assert rule.excludes == {"hearing", "expert_review", "technical_assessment"}


def test_twenty_days_may_become_thirty_once():
    extension = (
        services.shelf().edition("licence", date(2026, 1, 1)).clocks["lic.decide"].rule.extension
    )
    assert (str(extension.span), extension.max_times) == ("10WD", 1)


def test_approval_on_a_promise_is_off():
    form = services.shelf().edition("eia-form", date(2026, 8, 15))
    asked = {"mode": "promise"}
    settings = services.zone().settings
    assert not form.answers_for(asked, lane="normal", zone=settings)["by_promise"]
    assert form.answers_for(asked, lane="normal", zone={**settings, "commitment_enabled": True})[
        "by_promise"
    ]


def test_projects_filed_together_want_their_list():
    form = services.shelf().edition("eia-form", date(2026, 8, 15))
    answers = form.answers_for({"projects": ["二期"]}, lane="normal", zone={})
    assert "project_list" in {one.id for one in form.needed(answers)}
    alone = form.answers_for({}, lane="normal", zone={})
    assert "project_list" not in {one.id for one in form.needed(alone)}
