from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError

from jianghai.base import clock
from jianghai.enterprises import actions
from jianghai.enterprises.models.batches import Progress
from jianghai.jobs import tick, worker
from tests.jianghai.enterprises.sheets import HEAD, as_csv


@pytest.fixture
def in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.django_db(transaction=True)
def test_a_queued_import_waits_for_the_worker(chen, in_the_database):
    batch = actions.bring_import("表.csv", as_csv(HEAD, ["蓝窑", "", "2025"]), by=chen)
    actions.queue_import(batch, by=chen)
    batch.refresh_from_db()
    assert batch.progress == Progress.QUEUED
    hand = worker.make()
    hand.batch = True  # stop when nothing is left to do
    hand.run()
    batch.refresh_from_db()
    assert (batch.progress, batch.failure) == (Progress.APPLIED, "")


def test_a_tick_forgets_sessions_that_have_ended(db):
    for days in (-1, 1):
        Session.objects.create(
            session_key=f"s{days}", expire_date=clock.now() + timedelta(days=days)
        )
    assert tick.tick()["sessions forgotten"] == 1
    assert Session.objects.get().session_key == "s1"


def test_a_duty_that_fails_does_not_keep_the_others_from_being_done(db, monkeypatch, caplog):
    def fails():
        raise DatabaseError

    monkeypatch.setitem(tick.DUTIES, "imports given up", fails)
    assert "sessions forgotten" in tick.tick()
    assert "imports given up" in caplog.text


def test_ticking_by_hand_tells_what_was_done(db, capsys):
    call_command("tick")
    assert "sessions forgotten: 0" in capsys.readouterr().out
