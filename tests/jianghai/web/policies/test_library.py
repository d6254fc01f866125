from __future__ import annotations

import re

import pytest
from django.urls import reverse


def found(client, **query):
    return client.get(reverse("policies"), query).content.decode()


def test_wei_reads_the_library_that_holds_nothing_of_blue_kiln(weis, blue_kiln):
    page = found(weis)
    assert "政策库" in page
    assert blue_kiln.name not in page


@pytest.mark.parametrize(
    "q", ["创新型城市", "通委发〔2021〕6号", "揭榜挂帅", "cxxcs", "chuangxinxing"]
)
def test_lin_finds_a_policy_by_words_number_clause_and_pinyin(lins, q):
    assert "关于建设更高水平创新型城市的若干政策意见" in found(lins, q=q)


def test_a_search_begins_at_a_syllable(lins):
    assert "没有找到政策" in found(lins, q="uangxinxingchengsh")


def test_a_clause_that_was_found_is_named_first(lins):
    page = found(lins, q="重大科技成果转化")
    assert page.index("重大科技成果转化</span>") < page.index("还有")


def test_facets_count_what_would_be_found(lins):
    page = found(lins, level="district")
    assert re.search(r"找到 5 项政策", page)
    assert 'value="city"' in page


def test_shells_are_listed_as_awaiting_their_clauses(lins):
    page = found(lins, q="通州区人才新政")
    assert "条款待录入" in page
    assert "不以别处的数字代替" in page


def test_a_neighbours_policy_is_shown_only_where_examples_are_asked_for(lins):
    assert "泰州" not in found(lins, q="支持企业上市的若干政策措施")
    page = found(lins, q="支持企业上市", examples="1")
    assert "泰州" in page
    assert "外地示例" in page


def test_nothing_found_says_what_to_do(lins):
    assert "换个词" in found(lins, q="zzzz")


def test_the_search_answers_htmx_with_its_part(lins):
    answer = lins.get(reverse("policies"), {"q": "人才"}, headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<div id="found"')


def test_a_policy_page_tells_document_clauses_and_how_sure_we_are(lins):
    page = lins.get(reverse("policy", args=["nantong", "innovation-city"])).content.decode()
    assert "通委发〔2021〕6号" in page
    assert "按 1∶0.5 配套" in page
    assert "效力待核" in page
    assert "看我们的理由" in page


def test_the_chain_of_levels_leads_up_and_down(lins):
    page = lins.get(reverse("policy", args=["nantong", "jianghai-talent"])).content.decode()
    chain = page[page.index('class="chain') : page.index("</nav>", page.index('class="chain'))]
    assert "通州人才新政3.0" in chain
    assert 'aria-current="page"' in chain


def test_a_neighbours_page_says_that_its_numbers_are_not_ours(lins):
    page = lins.get(reverse("policy", args=["taizhou", "listing"])).content.decode()
    assert "本园区企业不适用" in page


def test_a_policy_that_does_not_exist_is_not_found(lins):
    assert lins.get(reverse("policy", args=["nantong", "gold-for-all"])).status_code == 404
    address = reverse("policy", args=["nantong", "innovation-city"])
    assert lins.get(address, {"edition": "1999-01-01"}).status_code == 404


def test_staff_read_a_policy_without_an_enterprise_of_their_own(chens):
    page = chens.get(reverse("policy", args=["nantong", "innovation-city"])).content.decode()
    assert "看我们的理由" not in page
