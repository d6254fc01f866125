from __future__ import annotations

from django.urls import reverse

from jianghai.enterprises import queries


def test_lin_reads_every_figure_with_its_source(lins, known):
    page = lins.get(reverse("firm_facts", args=[known.pk])).content.decode()
    assert "4200" in page
    assert "企业填报 · 自报" in page


def test_chens_correction_wins_and_the_old_value_stays(chens, known):
    where = reverse("firm_fact", args=[known.pk, "rd_expense"]) + "?year=2025"
    assert chens.post(where, {"value": "310"}).status_code == 302
    history = queries.history_of(known, "rd_expense", 2025)
    assert [value.current for value in history] == [True, False]
    assert "采用" in chens.get(where).content.decode()


def test_a_refused_value_is_told_at_its_field(chens, known):
    where = reverse("firm_fact", args=[known.pk, "rd_expense"]) + "?year=2025"
    answer = chens.post(where, {"value": "三百万"})
    assert answer.status_code == 422
    assert "不是数字" in answer.content.decode()


def test_lin_lists_a_patent_and_declares_the_list_complete(lins, known):
    where = reverse("firm_list", args=[known.pk, "ip"])
    lins.post(where, {"0.class": "I", "0.type": "发明专利", "0.granted": "是", "complete": "on"})
    assert queries.entries_of(known, "ip").get().data == {
        "class": "I",
        "type": "发明专利",
        "granted": True,
    }
    assert "已声明完整" in lins.get(where).content.decode()


def test_one_more_row_can_be_asked_for_without_saving(lins, known):
    where = reverse("firm_list", args=[known.pk, "ip"])
    page = lins.post(where, {"0.class": "I", "1.class": "", "more": "1"}).content.decode()
    assert 'name="1.class"' in page
    assert not queries.entries_of(known, "ip").exists()


def test_a_firm_is_taken_away_as_a_workbook(lins, known):
    assert b"".join(lins.get(reverse("firm_export", args=[known.pk]))).startswith(b"PK")
