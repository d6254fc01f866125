from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from jianghai.base import clock
from jianghai.enterprises import actions
from jianghai.policies.models import Cause, Change, Gain, Turn
from jianghai.web.contents import ledger
from jianghai.web.contents.policies import saying, windows
from rulebook.entitle import Sum
from rulebook.policies.policy import Round, Window

CLAUSE = "nantong/innovation-city#C2.4"


@pytest.fixture
def gain(known):
    change = Change.objects.create(
        kind=Cause.EDITION,
        reference="x",
        at=clock.now(),
        on=clock.today(),
        zh="政策发布",
        en="Published",
    )
    return Gain.objects.create(
        change=change,
        enterprise=known,
        clause=CLAUSE,
        turn=Turn.GAINED,
        before=0,
        after=3,
        low_before=0,
        high_before=0,
        low_after=150_000_000,
        high_after=150_000_000,
        zh="政策发布：“配套”现已符合",
        en="Published: matching is met now",
    )


def test_lin_is_told_once_what_changed(lins, known, gain):
    address = reverse("firm_owed", args=[known.pk])
    page = lins.get(address).content.decode()
    assert "现已符合" in page
    assert "150万元" in page
    page = lins.post(reverse("firm_seen", args=[known.pk]), follow=True).content.decode()
    assert "现已符合" not in page


def test_news_of_blue_kiln_reach_nobody_else(weis, red_crane, gain):
    assert "现已符合" not in weis.get(reverse("firm_owed", args=[red_crane.pk])).content.decode()


def test_a_title_that_expires_stands_in_the_calendar_and_its_file(lins, lin, known):
    until = clock.today().replace(year=clock.today().year + 1, day=1).isoformat()
    told = ledger.as_told([{"type": "HNTE", "from": "2024-12-01", "to": until}], complete=True)
    actions.set_list(known, "certs", told, by=lin, year=clock.today().year - 1)
    page = lins.get(reverse("firm_calendar", args=[known.pk])).content.decode()
    assert "资质到期" in page
    assert "高新技术企业" in page
    answer = lins.get(reverse("firm_calendar_file", args=[known.pk]))
    file = b"".join(answer.streaming_content)
    assert file.startswith(b"BEGIN:VCALENDAR\r\n")
    assert f"DTSTART;VALUE=DATE:{until.replace('-', '')}".encode() in file
    assert max(map(len, file.split(b"\r\n"))) <= 75


def test_an_empty_calendar_says_why(lins, known):
    assert (
        "申报时间没有查到" in lins.get(reverse("firm_calendar", args=[known.pk])).content.decode()
    )


def test_the_sheet_for_print_holds_every_clause_with_its_reason(lins, known):
    page = lins.get(reverse("firm_owed_print", args=[known.pk])).content.decode()
    assert "不符合" in page
    assert "揭榜挂帅" in page
    assert "通委发〔2021〕6号" in page


def test_a_policy_with_one_edition_has_nothing_to_compare(lins):
    page = lins.get(reverse("policy_compare", args=["nantong", "innovation-city"]))
    assert "只有一个版本" in page.content.decode()


@pytest.mark.parametrize(
    ("on", "state", "left"),
    [
        (date(2026, 7, 1), "open", "还剩 19 天"),
        (date(2026, 7, 20), "open", "今天截止"),
        (date(2026, 2, 1), "soon", "28 天后开始"),
        (date(2026, 8, 1), "later", "212 天后开始"),
    ],
)
def test_a_yearly_window_is_told_in_days(on, state, left):
    standing = windows.standing(Window(yearly=(Round("03-01", "07-20"),)), on)
    assert (standing.state, standing.left) == (state, left)


def test_what_nobody_stated_and_what_is_always_open_are_told_apart():
    assert windows.standing(None, date(2026, 7, 1)).state == "unknown"
    assert windows.standing(Window(rolling=True), date(2026, 7, 1)).word == "常年受理"


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0, 500_000_000, "0–500万元"),
        (0, None, "有奖补，金额未定"),
        (100_000_000, None, "不少于 100万元"),
        (100_000_000, 200_000_000, "100万元–200万元"),
        (0, 0, "0元"),
    ],
)
def test_an_open_amount_is_told_as_a_range(low, high, told):
    assert saying.span(Sum(low, high)) == told


def test_an_industry_is_named_where_its_section_is_known():
    assert (saying.industry("I65"), saying.industry("X")) == ("I65 软件和信息", "X")
