from __future__ import annotations

import pytest
from django.urls import reverse

from jianghai.standards import actions


@pytest.fixture
def zone(known, red_crane):
    """Blue Kiln and Red Crane, evaluated."""
    actions.evaluate_zone()
    return known


def test_chen_finds_blue_kiln_by_its_initials(chens, zone, red_crane):
    page = chens.get(reverse("zone_firms"), {"q": "ntly"}).content.decode()
    assert zone.name in page
    assert red_crane.name not in page


def test_nothing_found_says_what_to_do(chens, zone):
    assert "放宽筛选" in chens.get(reverse("zone_firms"), {"q": "没有这家"}).content.decode()


def test_the_list_needs_the_same_few_queries_however_long(
    chens, zone, django_assert_max_num_queries
):
    with django_assert_max_num_queries(9):
        chens.get(reverse("zone_firms"), {"sort": "points", "title": "srdi", "state": "unknown"})


def test_lin_has_no_zone_pages(lins, zone):
    for page in ("zone", "zone_firms", "zone_steps", "zone_csv", "zone_xlsx", "imports"):
        assert lins.get(reverse(page)).status_code == 404


def test_the_list_is_taken_away_as_csv(chens, zone):
    table = b"".join(chens.get(reverse("zone_csv"))).decode("utf-8-sig")
    assert zone.name in table
    assert table.splitlines()[0].startswith("企业名称,统一社会信用代码")


def test_a_chart_has_a_table_beside_it(chens, zone):
    page = chens.get(reverse("zone")).content.decode()
    assert page.count('class="chart"') == page.count("看数据表") == 3


def test_a_zone_without_evaluations_says_that_they_are_on_their_way(chens, red_crane):
    assert "还没有评价结果" in chens.get(reverse("zone")).content.decode()


def test_steps_open_for_every_title(chens, zone):
    for title in ("tech-sme", "srdi", "gazelle", "nonsense"):
        assert chens.get(reverse("zone_steps"), {"title": title}).status_code == 200


@pytest.mark.parametrize("page", ["zone", "zone_firms", "zone_steps"])
def test_an_empty_zone_leads_on_to_the_import(page, chens, db):
    answer = chens.get(reverse(page))
    assert answer.status_code == 200
    assert "先导入企业" in answer.content.decode()


@pytest.mark.parametrize("page", ["zone", "zone_firms", "zone_steps"])
def test_a_leader_of_an_empty_zone_is_not_sent_to_a_page_that_is_not_theirs(page, client, db):
    from tests.cast import person

    leader = person("gu", "顾", "leader")
    client.force_login(leader, "allauth.account.auth_backends.AuthenticationBackend")
    told = client.get(reverse(page)).content.decode()
    assert "等园区工作人员导入" in told
    assert reverse("imports") not in told
