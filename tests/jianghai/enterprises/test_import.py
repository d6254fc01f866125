from __future__ import annotations

import pytest

from jianghai.base import journal
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import actions, queries
from jianghai.enterprises.actions import loading
from jianghai.enterprises.errors import NotPreviewedError
from jianghai.enterprises.models import Enterprise, Entry, FactValue, SourceKind
from jianghai.enterprises.models.batches import Progress
from tests.cast import BLUE_KILN
from tests.jianghai.enterprises.sheets import HEAD, as_csv

IP = '[{"class": "I", "count": 2}]'
TABLE = as_csv(
    [*HEAD, "职工总数", "研发费用（万元）", "ip"],
    ["新来科技", "", "2024", "70", "120", ""],
    ["新来科技", "", "2025", "80", "150.5", IP],
)


def brought(content, chen, **source):
    return actions.bring_import("表.csv", content, by=chen, **source)


def applied(content, chen, **source):
    return actions.apply_import(brought(content, chen, **source), by=chen)


def test_a_preview_writes_nothing(chen):
    batch = brought(TABLE, chen)
    assert batch.counts == {
        "rows": 2,
        "firms": 1,
        "new_firms": 1,
        "values": 4,
        "entries": 1,
        "refused": 0,
    }
    assert batch.sample[0]["name"] == "新来科技"
    assert not Enterprise.objects.exists()


def test_an_import_brings_firms_values_and_lists(chen):
    batch = applied(TABLE, chen)
    firm = Enterprise.objects.get(name="新来科技")
    assert batch.progress == Progress.APPLIED
    assert FactValue.objects.get(enterprise=firm, fact="rd_expense", year=2025).low == 150_500_000
    assert Entry.objects.get(enterprise=firm, list="ip").data == {"class": "I", "count": 2}
    assert queries.years_of(firm) == [2025, 2024]
    assert firm.initials == "xlkj"
    assert journal.of(batch).last().verb == "imported"


def test_a_queued_import_is_done_in_the_background(chen, django_capture_on_commit_callbacks):
    batch = brought(TABLE, chen)
    with django_capture_on_commit_callbacks(execute=True):
        actions.queue_import(batch, by=chen)
    batch.refresh_from_db()
    assert (batch.progress, batch.failure) == (Progress.APPLIED, "")
    assert queries.progress_of(batch) == 100


def test_an_import_is_done_once(chen):
    batch = applied(TABLE, chen)
    for again in (actions.apply_import, actions.queue_import):
        with pytest.raises(NotPreviewedError):
            again(batch, by=chen)


def test_a_failed_import_leaves_nothing_and_can_be_started_again(
    chen, monkeypatch, django_capture_on_commit_callbacks
):
    batch = brought(TABLE, chen)

    def fails(_self, _group, _old):
        raise RuntimeError("disk full")

    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr(loading.Loader, "_lists", fails)
        actions.queue_import(batch, by=chen)
        batch.refresh_from_db()
    batch.refresh_from_db()
    assert batch.progress == Progress.FAILED
    assert "RuntimeError" in batch.failure
    assert not Enterprise.objects.exists()
    assert actions.apply_import(batch, by=chen).progress == Progress.APPLIED


def test_a_row_finds_its_enterprise_by_code_and_keeps_the_registered_name(chen, blue_kiln):
    table = as_csv([*HEAD, "职工总数", "注册地"], ["蓝窑（旧名）", BLUE_KILN, "2025", "80", "南通"])
    batch = applied(table, chen)
    blue_kiln.refresh_from_db()
    assert Enterprise.objects.get() == blue_kiln
    assert (blue_kiln.name, blue_kiln.reg_region) == ("南通蓝窑电子陶瓷有限公司", "南通")
    assert "未改动登记" in batch.remarks[0]["zh"]


def test_a_row_finds_its_enterprise_by_name_and_fills_its_code(chen):
    applied(TABLE, chen)
    applied(as_csv([*HEAD, "科技人员"], ["新来科技", "91320600138738315N", "2025", "9"]), chen)
    assert Enterprise.objects.get().uscc == "91320600138738315N"


def test_a_name_that_fits_two_enterprises_is_refused(chen):
    for code in ("91320600138738315N", "91320400761509565N"):
        Enterprise.objects.create(name="同名科技", uscc=code)
    batch = brought(as_csv(HEAD, ["同名科技", "", "2025"]), chen)
    assert "同名" in batch.refused[0]["zh"]


def test_the_better_source_wins_whatever_comes_last(chen):
    applied(TABLE, chen, kind=SourceKind.AUDITED)
    applied(TABLE.replace(b"150.5", b"999"), chen, kind=SourceKind.DECLARED)
    firm = Enterprise.objects.get()
    values = list(queries.history_of(firm, "rd_expense", 2025))
    assert [(v.low, v.current) for v in values] == [(150_500_000, True), (999_000_000, False)]
    assert values[1].superseded_by == values[0]


def test_of_equal_sources_the_newer_date_wins(chen):
    applied(TABLE, chen, as_of="2026-05-01")
    applied(TABLE.replace(b"150.5", b"999"), chen, as_of="2026-03-01")
    assert (
        queries.facts_of(Enterprise.objects.get(), 2025).get(fact="rd_expense").low == 150_500_000
    )


def test_a_row_may_name_its_own_source(chen):
    table = as_csv(
        [*HEAD, "职工总数", "来源类型", "数据来源", "数据日期"],
        ["甲公司", "", "2025", "80", "审计报告", "苏亚审", "2026-04-20"],
    )
    applied(table, chen)
    source = FactValue.objects.get().source
    assert (source.kind, source.text, str(source.as_of)) == (
        SourceKind.AUDITED,
        "苏亚审",
        "2026-04-20",
    )


def test_the_same_values_again_add_nothing(chen):
    applied(TABLE, chen)
    again = applied(TABLE, chen)
    assert FactValue.objects.count() == 4
    assert "导入过" in again.remarks[0]["zh"]


def test_an_enterprise_may_not_import(lin):
    with pytest.raises(NotAllowedError):
        brought(TABLE, lin)


def test_a_stuck_import_is_given_up(chen):
    batch = brought(TABLE, chen)
    batch.progress, batch.queued_at = Progress.QUEUED, batch.brought_at.replace(year=2020)
    batch.save()
    assert actions.give_up_stuck_imports() == 1
    batch.refresh_from_db()
    assert batch.progress == Progress.FAILED
