from __future__ import annotations

import re

import pytest
from django.urls import reverse

from jianghai.enterprises import queries


def test_lin_lands_on_blue_kiln(lins, known):
    assert lins.get("/", follow=True).redirect_chain[-1][0] == reverse("firm", args=[known.pk])


def test_lin_sees_the_ladder_of_blue_kiln(lins, known):
    page = lins.get(reverse("firm", args=[known.pk])).content.decode()
    assert known.name in page
    assert "科技型中小企业" in page
    assert "小巨人" in page
    assert "独角兽" in page


def test_wei_gets_nothing_of_blue_kiln(weis, known):
    assert weis.get(reverse("firm", args=[known.pk])).status_code == 404
    assert weis.get(reverse("firm_standard", args=[known.pk, "hnte"])).status_code == 404
    assert weis.get(reverse("firm_fact", args=[known.pk, "rd_expense"])).status_code == 404
    assert weis.post(reverse("firm_list", args=[known.pk, "ip"]), {}).status_code == 404


def test_somebody_without_an_enterprise_is_told_whom_to_ask(client, db):
    from tests.cast import person

    client.force_login(
        person("solo", "独行", "enterprise"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert "园区工作人员" in client.get(reverse("my_firms")).content.decode()


def test_a_standard_is_opened_clause_by_clause(lins, known):
    page = lins.get(reverse("firm_standard", args=[known.pk, "tech-sme"])).content.decode()
    assert "国科发政〔2017〕115号" in page
    assert "自报" in page
    assert "T2.staff" in page


def test_trying_moves_the_verdict_and_saves_nothing(lins, known):
    where = reverse("firm_standard", args=[known.pk, "tech-sme"])
    answer = lins.post(where, {"employees@2025": "900"}, headers={"HX-Request": "true"})
    part = answer.content.decode()
    assert part.lstrip().startswith('<div id="judgement"')
    assert "试算结论" in part
    assert "不符合" in part
    assert "HX-Request" in answer["Vary"]
    assert queries.facts_of(known, 2025).get(fact="employees").low == 80


def test_trying_works_without_scripts(lins, known):
    page = lins.post(
        reverse("firm_standard", args=[known.pk, "tech-sme"]), {"employees@2025": "900"}
    )
    assert "<!DOCTYPE html>" in page.content.decode()


def test_a_wrong_number_is_told_at_its_field(lins, known):
    page = lins.post(
        reverse("firm_standard", args=[known.pk, "tech-sme"]), {"employees@2025": "很多"}
    )
    assert "不是数字" in page.content.decode()


def test_what_was_tried_can_be_put_on_file(chens, known):
    chens.post(reverse("firm_correct", args=[known.pk, "tech-sme"]), {"employees@2025": "81"})
    assert queries.facts_of(known, 2025).get(fact="employees").low == 81


@pytest.mark.parametrize(
    "code", ["tech-sme", "hnte", "srdi", "little-giant", "size-class", "tax", "innovation-points"]
)
def test_every_standard_opens_for_a_firm_that_nothing_is_known_of(lins, blue_kiln, code):
    assert lins.get(reverse("firm_standard", args=[blue_kiln.pk, code])).status_code == 200


def test_a_long_name_is_shown_whole(lins, blue_kiln):
    blue_kiln.name = "南通" + "高新技术产业开发区" * 12 + "有限公司"
    blue_kiln.save()
    assert blue_kiln.name in lins.get(reverse("firm", args=[blue_kiln.pk])).content.decode()


def test_the_pass_mark_and_the_threshold_are_drawn(lins, known):
    page = lins.get(reverse("firm_standard", args=[known.pk, "tech-sme"])).content.decode()
    assert "合格线 60" in page
    assert 'class="bound"' in page


def test_a_threshold_that_follows_the_firms_size_is_drawn_as_it_is_for_this_firm(lins, known):
    where = reverse("firm_standard", args=[known.pk, "hnte"])
    years = {"rd_expense@2023": "180", "rd_expense@2024": "200"}
    years |= {"sales_revenue@2023": "3000", "sales_revenue@2024": "3900"}

    def page(sales):
        return lins.post(where, years | {"sales_revenue@2025": sales}).content.decode()

    assert "门槛 5%<" in page("4200")
    assert "门槛 3%<" in page("42000")
    assert re.search("门槛 4%.{1,3}5%<", page("4200~6000"))


def test_a_firm_that_is_too_large_is_told_so_and_not_to_let_people_go(lins, known):
    where = reverse("firm_standard", args=[known.pk, "tech-sme"])
    page = lins.post(where, {"employees@2025": "510"}).content.decode()
    assert "改数达不到：" in page
    assert "职工总数（2025）减至" not in page


def test_the_try_panel_begins_with_what_is_still_open(lins, known):
    page = lins.get(reverse("firm_standard", args=[known.pk, "hnte"])).content.decode()
    panel = page[page.index('id="try"') :]
    assert panel.index('<span class="id">H5</span>') < panel.index("已符合、已确定的条款")
    assert panel.count('<details class="try-part" open>') >= 2
    assert panel.index("专家和平台评分") < panel.index("技术的先进程度（专家分）")


def test_what_only_stands_in_is_not_asked_for(lins, known):
    page = lins.get(reverse("firm_standard", args=[known.pk, "hnte"])).content.decode()
    panel = page[page.index('id="try"') :]
    assert 'name="net_assets@2025"' not in panel


def test_a_long_list_of_what_is_missing_is_shortened(lins, blue_kiln):
    page = lins.get(reverse("firm_standard", args=[blue_kiln.pk, "hnte"])).content.decode()
    told = page[page.index("还缺：") : page.index("看其余")]
    assert told.count("、") == 5
