from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jianghai.approvals import actions, zone
from jianghai.approvals.errors import WindowDataError
from jianghai.approvals.models import Window
from jianghai.people.models import Person

GOOD = """
services: {consultation: {zh: 咨询, en: Advice}}
windows:
  - {code: one, letter: A, name: {zh: 窗口, en: One}, place: {zh: 一楼, en: Ground}, department: approval,
     services: [consultation], hours: [{days: [1, 2], from: "09:00", to: "12:00"}], slot_minutes: 30,
     places: 1, days_ahead: 7}
"""


@pytest.fixture
def file(tmp_path, bureau) -> Path:
    """A file of one window."""
    path = tmp_path / "windows.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_the_zones_own_file_is_sound(db):
    count = actions.load_windows(zone.place())
    assert count == Window.objects.filter(active=True).count() >= 1
    assert {code for one in Window.objects.all() for code in one.services} <= set(zone.services())


def test_loading_again_changes_nothing_and_what_left_the_file_is_switched_off(window, file):
    Window.objects.filter(pk=window.pk).update(code="gone", letter="Z")
    call_command("load_windows", file)
    call_command("load_windows", file)
    assert dict(Window.objects.values_list("code", "active")) == {"one": True, "gone": False}


@pytest.mark.parametrize(
    ("right", "wrong", "where"),
    [
        ("approval", "nobody", "one department"),
        ("[consultation]", "[flying]", "one services"),
        ('"09:00"', '"09:03"', "one hours"),
        ('"12:00"', '"08:00"', "one hours"),
        ("days: [1, 2]", "days: [0]", "one hours"),
        ("slot_minutes: 30", "slot_minutes: 31", "one"),
        ("places: 1", "places: 0", "one"),
        ("places: 1", "places: many", "one"),
        ("letter: A", "letter: ABCDE", "one"),
        ("windows:", "counters:", "windows.yaml: windows"),
        ("services: {", "services: [", "windows.yaml"),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_changed(file, right, wrong, where):
    file.write_text(file.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(WindowDataError) as refused:
        actions.load_windows(file)
    assert refused.value.where.startswith(where)
    assert not Window.objects.exists()


def test_the_command_says_what_is_wrong(tmp_path, db):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_windows", tmp_path / "none.yaml")


def test_the_demonstration_uses_every_window_once(bureau, django_capture_on_commit_callbacks):
    from jianghai.approvals.demo import remove_windows, show_windows
    from jianghai.approvals.models import Appointment, Overtime
    from jianghai.people.actions import make_demo_accounts
    from tests.cast import person

    accounts = make_demo_accounts()
    agents = [person(f"agent-{place}", f"人{place}", "enterprise") for place in range(6)]
    assert show_windows(accounts, agents)
    before = Appointment.objects.count()
    assert not show_windows(accounts, agents)
    states = set(Appointment.objects.values_list("state", flat=True))
    assert {"booked", "served", "came", "cancelled"} <= states
    assert Overtime.objects.exists()
    assert Appointment.objects.count() == before
    remove_windows(Person.objects.all())
    assert not Appointment.objects.exists()
    assert not Overtime.objects.exists()
    assert show_windows(accounts, agents)
