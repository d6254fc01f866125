"""Lin reads and judges; the zone sees how pushes fared."""

from __future__ import annotations

from datetime import date

import pytest

from jianghai.base import journal
from jianghai.notices import actions, queries
from jianghai.notices.errors import NoNoticeError, PreferenceError
from jianghai.notices.models import Kind, Notice, Push


@pytest.fixture
def notice(lin, told):
    told(kind=Kind.UNASKED)
    return Notice.objects.get()


def test_reading_counts_once(lin, notice):
    assert [actions.mark_read([notice.pk], by=lin) for _ in range(2)] == [1, 0]
    assert queries.unread(lin) == 0
    assert journal.of(lin).last().what == {"notices": [notice.pk]}


def test_wei_cannot_read_or_judge_lins_notice(wei, notice):
    assert actions.mark_read([notice.pk], by=wei) == 0
    with pytest.raises(NoNoticeError):
        actions.rate(notice.pk, useful=True, by=wei)


def test_a_judgement_may_be_changed(lin, notice):
    actions.rate(notice.pk, useful=True, by=lin)
    actions.rate(notice.pk, useful=False, reason="已不招人", by=lin)
    found = Notice.objects.get()
    assert (found.useful, found.remark, found.read_at is not None) == (False, "已不招人", True)
    assert journal.of(found).count() == 2


def test_the_zone_sees_rates_and_reasons(lin, chen, notice):
    actions.rate(notice.pk, useful=False, reason="不相关", by=lin)
    [line] = queries.fared(chen)
    assert (line.about, line.told, line.read_rate, line.useful_rate) == ("a/b#C1", 1, 1.0, 0.0)
    assert [one.remark for one in queries.remarks_of(chen, notice.push_id)] == ["不相关"]


def test_one_policy_is_counted_over_all_its_pushes(lin, chen, told):
    told("a")
    told("b", Kind.UNASKED)
    [line] = queries.fared(chen)
    assert (line.told, line.delivered, line.read_rate, line.useful_rate) == (2, 1, 0.0, None)
    assert queries.fared(chen, Kind.GAINED)[0].read_rate is None


def test_firms_do_not_see_the_push_log(lin, wei, notice):
    for somebody in (lin, wei):
        assert not queries.pushes_of(somebody).exists()
        assert queries.fared(somebody) == []
        assert not queries.remarks_of(somebody, Push.objects.get().pk).exists()


def test_a_choice_is_kept_and_written_down(lin):
    actions.set_preference(lin, off=["lost"], weekly=1, quiet_until=date(2026, 7, 5), mail=True)
    kept = queries.preference_of(lin)
    assert (kept.off, kept.weekly, kept.mail) == (["lost"], 1, True)
    assert journal.of(kept).get().what["quiet_until"] == "2026-07-05"


@pytest.mark.parametrize("wrong", [{"off": ["everything"]}, {"weekly": 0}, {"weekly": 8}])
def test_a_choice_that_means_nothing_is_refused(lin, wrong):
    with pytest.raises(PreferenceError):
        actions.set_preference(lin, **wrong)
