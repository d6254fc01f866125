from __future__ import annotations

from django.urls import reverse

from jianghai.enterprises import actions
from jianghai.web.contents import ledger

CLAUSE = ("nantong", "innovation-city", "C2.4")


def owed(client, firm, **query):
    return client.get(reverse("firm_owed", args=[firm.pk]), query).content.decode()


def clause(firm, *names):
    return reverse("firm_clause", args=[firm.pk, *(names or CLAUSE)])


def test_lin_sees_what_blue_kiln_is_owed_in_groups(lins, known):
    page = owed(lins, known)
    assert "我们应得的" in page
    assert "待补数据" in page
    assert "已获政府资助" in owed(lins, known, group="data")


def test_wei_gets_nothing_of_what_blue_kiln_is_owed(weis, known):
    assert weis.get(reverse("firm_owed", args=[known.pk])).status_code == 404
    assert weis.get(clause(known)).status_code == 404
    assert weis.post(clause(known), {}).status_code == 404


def test_a_most_is_never_told_as_if_it_were_owed(lins, known):
    page = owed(lins, known)
    head = page[page.index("owed-headline") : page.index("</section>")]
    assert "1亿元" not in head
    assert "不计入任何合计" in head
    assert "0–1亿元" in page


def test_neighbours_policies_and_the_zones_own_award_are_left_out(lins, known):
    page = owed(lins, known)
    assert "泰州" not in page
    assert "综合评价奖励" not in page


def test_filters_keep_what_is_wanted(lins, known):
    page = owed(lins, known, level="nation")
    assert "研发费用加计扣除" in page
    assert "揭榜挂帅" not in page


def test_an_unknown_filter_is_dropped(lins, known):
    assert "揭榜挂帅" in owed(lins, known, level="moon", sort="luck", group="data")


def test_nothing_left_says_what_to_do(lins, known):
    assert "放宽筛选" in owed(lins, known, topic="没有这个主题")


def test_htmx_is_given_the_list_alone(lins, known):
    address = reverse("firm_owed", args=[known.pk])
    answer = lins.get(address, headers={"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith('<div id="owed-list"')


def test_a_card_is_opened_with_its_reasons(lins, known):
    part = lins.get(clause(known), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "注册地在适用范围内" in part
    assert "立项文件和拨款凭证" in part


def test_a_clause_tells_document_place_and_amount(lins, known):
    page = lins.get(clause(known)).content.decode()
    assert "通委发〔2021〕6号" in page
    assert "50% 配套" in page


def test_trying_a_grant_moves_the_amount_and_saves_nothing(lins, known):
    fields = {
        "region_code@": "320612",
        "serious_dishonesty@": "否",
        "list.grants": "1",
        "list.grants.more": "1",
        "list.grants.plan": "重大专项",
        "list.grants.level": "国家",
        "list.grants.amount": "3000",
        "list.grants.complete": "on",
    }
    part = lins.post(clause(known), fields, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="judgement"')
    assert "试算结论" in part
    assert "1,500万元" in part


def test_a_clause_that_does_not_exist_is_not_found(lins, known):
    assert lins.get(clause(known, "nantong", "innovation-city", "C9")).status_code == 404
    assert lins.get(clause(known, "nantong", "nothing", "C1")).status_code == 404


def test_a_firm_that_nothing_is_known_of_is_told_what_to_fill_in(lins, blue_kiln):
    page = owed(lins, blue_kiln)
    assert "补这几项，定下来的最多" in page
    assert "暂无" in page


def test_wei_gets_neither_calendar_nor_print_nor_news_of_blue_kiln(weis, known):
    for name in ("firm_calendar", "firm_calendar_file", "firm_owed_print"):
        assert weis.get(reverse(name, args=[known.pk])).status_code == 404
    assert weis.post(reverse("firm_seen", args=[known.pk])).status_code == 404


def test_another_kind_of_firm_is_not_called_nearly_there(lins, lin, known):
    for fact, value in (("region_code", "320612"), ("serious_dishonesty", "否")):
        actions.set_fact(known, fact, value, by=lin)
    told = ledger.as_told([], complete=True)
    actions.set_list(known, "undertakings", told, by=lin, year=2025)
    assert "揭榜挂帅" not in owed(lins, known, group="near")
    assert "揭榜挂帅" in owed(lins, known, group="unmet")


def test_a_neighbours_clause_is_opened_as_an_example_and_cannot_be_applied_for(lins, known):
    page = lins.get(clause(known, "taizhou", "listing", "A7.1")).content.decode()
    assert "外地示例" in page
    assert reverse("firm_apply", args=[known.pk]) not in page


def test_lin_is_led_to_apply_and_chen_is_not(lins, chens, known):
    apply = reverse("firm_apply", args=[known.pk])
    assert apply in lins.get(clause(known)).content.decode()
    assert apply not in chens.get(clause(known)).content.decode()


def test_chen_sees_what_any_firm_is_owed(chens, known):
    assert "我们应得的" in owed(chens, known)


def test_the_page_is_told_in_english_too(lins, known):
    lins.cookies["django_language"] = "en"
    page = owed(lins, known)
    assert "What we are owed" in page
    assert "Filling in these settles most" in page
