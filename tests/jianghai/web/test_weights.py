"""Ada puts official weights in place of the draft without touching code."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jianghai.base import clock
from jianghai.base.models import JournalLine
from jianghai.standards import actions
from jianghai.standards.models import WeightTable

DOCUMENT = "国科示例〔2026〕1号"


@pytest.fixture
def adas(client, ada):
    """Ada's browser, signed in."""
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def table(**changes: list[object]) -> str:
    rows = {name: list(row) for name, row in actions.draft_rows().items()} | changes
    return "指标,初创期,成长期,稳定期\n" + "".join(
        f"{name} 名称,{','.join(map(str, row))}\n" for name, row in rows.items()
    )


def bring(client, text: str):
    told = {"document": DOCUMENT, "valid_from": "2026-01-01"}
    file = SimpleUploadedFile("权重.csv", text.encode())
    return client.post(reverse("weights"), {"file": file, **told})


def load(client, text: str):
    rows = [line.replace(" 名称", "") for line in text.splitlines()[1:]]
    told = {"document": DOCUMENT, "valid_from": "2026-01-01", "row": rows}
    return client.post(reverse("weights_load"), told, follow=True)


def test_ada_sees_that_the_draft_is_in_force(adas, db):
    page = adas.get(reverse("weights")).content.decode()
    assert "local-draft-1" in page
    assert "非官方" in page
    assert reverse("weights") in adas.get(reverse("rules")).content.decode()


def test_ada_looks_at_a_table_before_it_is_loaded(adas, db):
    page = bring(adas, table(IP01=[5, 8, 9], IP02=[9, 8, 6])).content.decode()
    assert "有 2 处不同" in page
    assert "<del>6</del> <ins>5</ins>" in page
    assert not WeightTable.objects.exists()


def test_ada_loads_it_and_points_follow(adas, blue_kiln):
    page = load(adas, table(IP01=[5, 8, 9], IP02=[9, 8, 6])).content.decode()
    assert f"已载入“{DOCUMENT}”" in page
    assert "非官方" not in page
    assert JournalLine.objects.filter(verb="weights loaded").count() == 1
    assert blue_kiln.evaluations.filter(standard="innovation-points").exists()
    rule = adas.get(reverse("rule", args=["innovation-points"])).content.decode()
    assert f"权重按 {DOCUMENT}" in rule
    assert "local-draft-1" not in rule
    assert "非官方" not in adas.get(reverse("zone")).content.decode()


def test_every_wrong_row_is_told(adas, db):
    answer = bring(adas, table(IP01=["许多", 8, 9], IP07=[6, 6, 400]))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "IP01" in page
    assert "许多" in page
    assert "IP07" in page
    assert "“400”不是 0 到 100 的数" in page


def test_a_stage_that_does_not_add_up_is_told(adas, db):
    assert "合计为 101" in bring(adas, table(IP01=[7, 8, 9])).content.decode()


def test_what_was_changed_on_its_way_in_is_refused(adas, db):
    assert load(adas, table(IP01=[7, 8, 9])).status_code == 422
    assert load(adas, table(IP01=[])).status_code == 422
    assert not WeightTable.objects.exists()


def test_the_template_is_filled_in_and_brought_back(adas, db):
    lines = b"".join(adas.get(reverse("weights_template", args=["csv"]))).decode("utf-8-sig")
    assert "IP01 研发费用金额,,," in lines
    assert b"".join(adas.get(reverse("weights_template", args=["xlsx"]))).startswith(b"PK")
    assert adas.get("/weights/template.exe").status_code == 404
    filled = iter(actions.draft_rows().values())
    text = "\n".join(
        line.replace(",,,", "," + ",".join(map(str, next(filled)))) if ",,," in line else line
        for line in lines.splitlines()
    )
    assert "有 0 处不同" in bring(adas, text).content.decode()


def restore(client, **told):
    return client.post(reverse("weights_restore"), {"reason": "载错了文件", **told}, follow=True)


def test_ada_goes_back_to_the_draft(adas, blue_kiln):
    load(adas, table(IP01=[5, 8, 9], IP02=[9, 8, 6]))
    assert "恢复草案权重" in adas.get(reverse("weights")).content.decode()
    page = restore(adas, valid_from=clock.today().isoformat()).content.decode()
    assert "恢复草案权重。" in page
    assert "非官方" in page
    assert DOCUMENT in page  # the table that was loaded stays in the history
    assert "载错了文件" in page
    rule = adas.get(reverse("rule", args=["innovation-points"])).content.decode()
    assert "权重按" not in rule


def test_a_restoration_from_a_past_day_is_refused_at_its_field(adas, db):
    load(adas, table())
    answer = restore(adas, valid_from="2026-01-02")
    assert answer.status_code == 422
    assert "不能早于今天" in answer.content.decode()


def test_neither_chen_nor_lin_finds_the_page(chens, lins):
    for client in (chens, lins):
        assert client.get(reverse("weights")).status_code == 404
        assert client.get(reverse("weights_template", args=["csv"])).status_code == 404
        assert load(client, table()).status_code == 404
        assert restore(client, valid_from=clock.today().isoformat()).status_code == 404
        assert reverse("weights") not in client.get(reverse("rules")).content.decode()
    assert not WeightTable.objects.exists()
