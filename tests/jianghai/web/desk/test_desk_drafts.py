"""Chen writes a policy, Gao reviews and publishes it; nothing typed is lost, and nobody else gets in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jianghai.policies import rules
from jianghai.policies.models import PolicyDraft, PublishedEdition
from tests.cast import person

SHELL = "nantong-hightech/hnte-ten"
CLAUSE = {
    "id": "T1",
    "name_zh": "首次认定高企奖励",
    "cite": "第一条",
    "says_zh": "首次通过高新技术企业认定的，奖励 20 万元。",
    "class": "reward",
    "audience": "enterprise",
    "payout": "unasked",
    "join": "all",
    "c-kind": ["fact", "expression"],
    "c-fact": ["营业收入", ""],
    "c-lag": ["", ""],
    "c-op": ["ge", ""],
    "c-value": ["2000", ""],
    "c-when": ["", "employees >= 10人"],
    "c-yaml": ["", ""],
    "c-zh": ["", "至少十人"],
    "c-en": ["", "At least ten"],
    "c-auto": ["", ""],
    "c-id": ["", ""],
    "c-cite": ["", ""],
    "a-kind": "fixed",
    "a-is": "20万元",
    "mark": "local-draft",
}


@pytest.fixture
def gao(db):
    """Gao works for the zone too, and reviews."""
    return person("gao", "高歌", "staff")


@pytest.fixture
def gaos(client, gao):
    """Gao's browser, signed in."""
    client.force_login(gao, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def draft(chens):
    """Chen's draft of the zone's ten measures, of which only the name is known."""
    chens.post(reverse("desk_start"), {"policy": SHELL, "opens": "2026-01-01"})
    return PolicyDraft.objects.get()


def typed(draft, **changes):
    """Give the form of a clause as Chen fills it in."""
    draft.refresh_from_db()
    return CLAUSE | {"version": draft.version} | changes


def enter(chens, draft, item="T1", **changes):
    return chens.post(reverse("desk_clause", args=[draft.pk, item]), typed(draft, **changes))


def page(answer) -> str:
    return answer.content.decode()


def test_chen_finds_the_shells_that_wait_for_clauses(chens, db):
    found = page(chens.get(reverse("desk_drafts")))
    assert "高新技术企业培育十条措施" in found
    assert "录入条款" in found


def test_a_second_start_opens_the_draft_there_is(chens, draft):
    chens.post(reverse("desk_start"), {"policy": SHELL})
    assert PolicyDraft.objects.count() == 1


def test_chen_enters_a_clause_and_reads_its_sentence(chens, draft):
    assert enter(chens, draft, do="done").status_code == 302
    found = page(chens.get(reverse("desk_clause", args=[draft.pk, "T1"])))
    assert "给予 20万元" in found
    assert "营业收入 ≥ 2,000万元" in found
    assert "可以发布" in found


def test_what_was_typed_comes_back_as_rows(chens, draft):
    enter(chens, draft)
    found = page(chens.get(reverse("desk_clause", args=[draft.pk, "T1"])))
    assert 'name="c-fact" value="营业收入"' in found
    assert 'name="c-value" value="2000"' in found
    assert "至少十人" in found


def test_a_wrong_amount_is_kept_and_said_at_its_field(chens, draft):
    enter(chens, draft, **{"a-is": "二十万"})
    found = page(chens.get(reverse("desk_clause", args=[draft.pk, "T1"])))
    assert 'value="二十万"' in found
    assert 'href="#f-a-kind"' in found
    assert "处待改" in found


def test_a_missing_wording_is_named_in_plain_words(chens, draft):
    enter(chens, draft, says_zh="")
    found = page(chens.get(reverse("desk_clause", args=[draft.pk, "T1"])))
    assert 'href="#f-says_zh"' in found
    assert "没有填写" in found
    assert "required property" not in found


def test_a_clause_without_condition_is_told_so(chens, draft):
    enter(chens, draft, **{"c-kind": ["fact"], "c-fact": [""], "c-when": [""], "c-zh": [""]})
    assert "还没有条件" in page(chens.get(reverse("desk_clause", args=[draft.pk, "T1"])))


def test_an_empty_day_is_called_empty(chens, draft):
    found = page(enter(chens, draft, do="update", window="yearly"))
    assert "截止</a>：没有填写" in found


def test_an_added_row_keeps_what_was_typed(chens, draft):
    found = page(enter(chens, draft, do="c-add", name_zh="改过的名称"))
    assert found.count('name="c-fact"') == 3
    assert "改过的名称" in found


@pytest.mark.parametrize(
    "kind", ["tier", "match", "rate", "unit", "staged", "either-or", "schedule"]
)
def test_every_kind_of_amount_brings_its_fields(chens, draft, kind):
    found = page(enter(chens, draft, do="update", **{"a-kind": kind}))
    assert f'<option value="{kind}" selected>' in found


def test_somebody_who_was_slower_is_told(chens, draft):
    enter(chens, draft)
    answer = enter(chens, draft, version=0)
    assert answer.status_code == 422
    assert "已被他人修改" in page(answer)


def test_htmx_lets_the_slower_one_choose(chens, draft):
    enter(chens, draft)
    told = typed(draft, version=0, part="read")
    answer = chens.post(
        reverse("desk_clause", args=[draft.pk, "T1"]), told, headers={"HX-Request": "true"}
    )
    assert "以我填的为准" in page(answer)
    draft.refresh_from_db()
    enter(chens, draft, version=0, do=f"mine:{draft.version}", name_zh="我的名称")
    draft.refresh_from_db()
    assert "我的名称" in draft.text


def test_a_changed_id_moves_the_clause_and_no_other_is_lost(chens, draft):
    enter(chens, draft)
    enter(chens, draft, item="T1", was="T1", id="A1")
    enter(chens, draft, item="T1", was="A1", id="A1", name_zh="改名")
    draft.refresh_from_db()
    assert draft.text.count("- id: A1\n") == 1
    enter(chens, draft, item="T2", id="T2")
    assert "已经有了" in page(enter(chens, draft, item="T2", was="T2", id="A1"))
    draft.refresh_from_db()
    assert draft.text.count("- id: A1\n") == 1
    assert "改名" in draft.text


def test_a_case_is_run_at_once(chens, draft):
    enter(chens, draft)
    draft.refresh_from_db()
    case = {
        "version": draft.version, "case_name": "达到", "verdict": "met", "low": "20", "high": "20",
        "g-fact": ["营业收入", "职工总数", "所在园区"], "g-value": ["3000", "12", "nantong-hightech"],
        "on": "2026-11-22",
    }  # fmt: skip
    answer = chens.post(reverse("desk_cases", args=[draft.pk, "T1"]), case, follow=True)
    assert "相符" in page(answer)
    draft.refresh_from_db()
    wrong = case | {"version": draft.version, "low": "30", "high": "30", "case_name": "错的"}
    answer = chens.post(reverse("desk_cases", args=[draft.pk, "T1"]), wrong, follow=True)
    assert "不符" in page(answer)


def test_two_people_publish_a_new_edition(chens, gaos, draft):
    enter(chens, draft)
    draft.refresh_from_db()
    chens.post(reverse("desk_submit", args=[draft.pk]), {"version": draft.version})
    own = chens.post(reverse("desk_publish", args=[draft.pk]))
    assert own.status_code == 422
    seen = page(gaos.get(reverse("desk_draft", args=[draft.pk])))
    assert "复核通过，发布" in seen
    assert "新增条款" in seen
    gaos.post(reverse("desk_publish", args=[draft.pk]))
    edition = PublishedEdition.objects.get()
    assert edition.policy == SHELL
    assert rules.shelf().policies[SHELL][-1].items[0].name.zh == "首次认定高企奖励"
    after = page(gaos.get(reverse("desk_draft", args=[draft.pk])))
    assert edition.digest in after
    assert "改完这些" not in after


def test_gao_sends_it_back_with_a_remark(chens, gaos, draft):
    enter(chens, draft)
    draft.refresh_from_db()
    chens.post(reverse("desk_submit", args=[draft.pk]), {"version": draft.version})
    gaos.post(reverse("desk_return", args=[draft.pk]), {"remark": "金额请核对原文"})
    assert "金额请核对原文" in page(chens.get(reverse("desk_draft", args=[draft.pk])))


def test_the_paper_and_the_groups_are_edited(chens, draft):
    enter(chens, draft)
    draft.refresh_from_db()
    form = {
        "version": draft.version, "name_zh": "十条措施", "short_zh": "十条", "level": "zone", "status": "in-force",
        "title": "十条措施", "number": "通高新管〔2026〕1号", "precision": "day", "validity": "stated",
        "opens": "2026-01-01", "issuer_zh": "管委会", "parks": "nantong-hightech", "places": ["registration"],
    }  # fmt: skip
    assert chens.post(reverse("desk_paper", args=[draft.pk]), form).status_code == 302
    draft.refresh_from_db()
    assert "通高新管〔2026〕1号" in draft.text
    answer = chens.post(
        reverse("desk_groups", args=[draft.pk]), {"version": draft.version, "do": "s-add"}
    )
    assert "包括哪些条款" in page(answer)


def test_lin_and_wei_never_see_the_desk(lins, weis, draft):
    for address in ("desk_drafts", "desk_draft", "desk_clause", "desk_paper", "desk_groups"):
        args = {"desk_drafts": [], "desk_clause": [draft.pk, "T1"]}.get(address, [draft.pk])
        assert weis.get(reverse(address, args=args)).status_code == 404
        assert lins.get(reverse(address, args=args)).status_code == 404
