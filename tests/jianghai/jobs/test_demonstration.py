from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.management import CommandError, call_command

from jianghai.base import clock
from jianghai.casework import services
from jianghai.casework.models import Case, Evaluation, Light, Objection, Remark, Status
from jianghai.enterprises import queries
from jianghai.enterprises.demo import load_demo
from jianghai.enterprises.models import Enterprise, FactValue
from jianghai.jobs import demonstration
from jianghai.people.models import Person
from jianghai.people.queries import demo_accounts
from jianghai.policies import actions, held, rules
from jianghai.policies.actions import materials
from jianghai.policies.demo import POLICY
from jianghai.policies.demo.publishing import measures
from jianghai.policies.models import Application, Payout, PublishedEdition
from jianghai.policies.queries.payouts import published
from rulebook.entitle.moments import standing

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small(monkeypatch, settings, tmp_path):
    """A zone of sixty on a day in November; what is handed in is kept for this test alone."""
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = {**settings.STORAGES, "materials": backend}
    monkeypatch.setattr(
        "jianghai.jobs.management.commands.demo.load_demo", lambda: load_demo(count=60)
    )
    monkeypatch.setattr(materials, "_place", InMemoryStorage)
    held.forget()
    with clock.stopped_at(NOON):
        yield
    held.forget()


@pytest.fixture
def loaded(db, django_capture_on_commit_callbacks):
    """The demonstration is loaded, with everything that hears of it."""
    with django_capture_on_commit_callbacks(execute=True):
        batch, _new = load_demo(count=60)
    actions.evaluate_zone()
    call_command("demo")
    return batch


def test_what_is_loaded_shows_everything_at_work(loaded, capsys):
    """Loading takes ten times as long as looking, so one demonstration is looked at from every side."""
    money_that_is_made_up_is_in_every_state_and_told_in_public_without_accounts()
    made_up_applications_stand_under_cases_at_three_stages()
    cases_stand_everywhere_between_a_draft_and_a_bad_mark()
    nobody_signs_in_as_an_agent_and_the_sign_in_page_names_none()
    the_command_again_changes_nothing(capsys)


def the_command_again_changes_nothing(capsys):
    before = (Payout.objects.count(), Application.objects.count(), Person.objects.count())
    call_command("demo")
    assert before == (Payout.objects.count(), Application.objects.count(), Person.objects.count())
    assert PublishedEdition.objects.filter(policy=POLICY).count() == 1
    enterprise = Person.objects.get(username="enterprise")
    assert queries.of(enterprise).count() == 1
    assert queries.of(Person.objects.get(username="staff")).count() == 60
    assert "60" in capsys.readouterr().out


def nobody_signs_in_as_an_agent_and_the_sign_in_page_names_none():
    agents = Person.objects.filter(username__startswith="demo-agent-")
    assert len(agents) == demonstration.AGENTS
    assert not any(agent.has_usable_password() for agent in agents)
    assert not agents.filter(pk__in=demo_accounts()).exists()


def money_that_is_made_up_is_in_every_state_and_told_in_public_without_accounts():
    states = set(Payout.objects.values_list("state", flat=True))
    assert states >= {"pushed", "published", "paid"}
    assert Application.objects.filter(state="in_review").exists()
    assert all("（示例）" in row.enterprise and "（虚构）" in row.name_zh for row in published())


def made_up_applications_stand_under_cases_at_three_stages():
    rows = Application.objects.filter(carried__isnull=False).order_by("pk")
    assert [one.state for one in rows] == ["in_review", "returned", "approved"]
    cases = [one.carried.case for one in rows]
    assert [_open(case) for case in cases] == [["check"], ["correct"], ["pay"]]
    plan = cases[2].payment_plan
    assert [part.amount for part in plan.paid.all()] == [plan.amount // 2]


def _open(case):
    found = case.tasks.filter(state="open").values_list("element", flat=True)
    return sorted(found)


def test_whoever_loads_it_at_night_need_not_wait_for_the_hour_of_digests(settings):
    settings.NOTICE_HOUR = 9
    with clock.stopped_at(NOON.replace(hour=17)):  # one o'clock in China, the next day
        assert demonstration._when_digests_go() == NOON.replace(day=23, hour=1)
    assert demonstration._when_digests_go() == NOON


def cases_stand_everywhere_between_a_draft_and_a_bad_mark():
    cases = Case.objects.all()
    assert set(cases.values_list("service", flat=True)) == {
        one.id for one in services.shelf().offered(clock.today())
    }
    assert set(cases.values_list("light", flat=True)) == set(Light.values)
    assert {Status.DRAFT, Status.SPECIAL_BEGUN, Status.GRANTED, Status.REFUSED} <= {
        case.status for case in cases
    }
    late = cases.filter(light=Light.RED)
    assert late.exclude(overdue_reason="").exists()
    assert late.filter(overdue_reason="").exists()
    assert Objection.objects.filter(answered_at=None).exists()
    assert Evaluation.objects.filter(mark__lte=2, finding="").exists()
    assert Remark.objects.filter(state="open").values("department").distinct().count() > 1


def test_everything_made_up_goes_again_and_what_is_real_stays(loaded, red_crane, capsys):
    call_command("demo", "--remove")
    assert [firm.pk for firm in Enterprise.objects.all()] == [red_crane.pk]
    assert not Payout.objects.exists()
    assert not Case.objects.exists()
    assert not Application.objects.exists()
    assert not rules.shelf().policies.get(POLICY)
    assert "60" in capsys.readouterr().out
    call_command("demo")
    assert Payout.objects.filter(state="paid").exists()
    assert Enterprise.objects.count() == 61


def test_every_clause_of_the_made_up_policy_says_so():
    data = measures(date(2026, 11, 22))
    assert "虚构" in data["name"]["zh"] + data["document"]["title"] + data["issuer"]["name"]["zh"]
    for clause in data["clauses"]:
        assert "（虚构）" in clause["name"]["zh"]
        assert "made up" in clause["name"]["en"]
        assert clause["says"]["zh"].startswith("虚构，仅供演示：")
        assert clause["says"]["en"].startswith("Made up: ")


@pytest.mark.parametrize("day", ["2026-01-01", "2026-12-31", "2028-02-29", "2026-11-22"])
def test_on_any_day_a_window_is_open_one_is_to_come_and_one_is_over(day):
    today = date.fromisoformat(day)
    shelf = rules.corpus()
    from jianghai.policies.editing import dump
    from rulebook.yamlfile import parse

    policy = shelf.read(parse(dump(measures(today)), "measures.yaml"))
    states = [standing(item.window, today).state for item in policy.items if item.window]
    assert {"open", "soon", "over", "rolling"} <= set(states)


def test_a_server_refuses_accounts_with_a_public_password(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
    assert not FactValue.objects.exists()
