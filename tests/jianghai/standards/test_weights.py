"""Ada loads the official weights; points move without a line of code."""

from __future__ import annotations

from datetime import date

import pytest

from jianghai.base.errors import NotAllowedError
from jianghai.base.models import JournalLine
from jianghai.enterprises.columns import records as known
from jianghai.standards import actions, rules
from jianghai.standards.errors import WeightsError
from rulebook.evaluate import evaluate
from tests.jianghai.standards.conftest import TODAY


def draft() -> dict[str, list[object]]:
    rows = rules.corpus().standard(rules.POINTS).editions[-1].tables["weights"]["rows"]
    return {name: list(row) for name, row in rows.items()}


def official() -> dict[str, list[object]]:
    """Give all of the first stage's points to one indicator and take the rest from the draft."""
    return {name: [100 if name == "IP03" else 0, *row[1:]] for name, row in draft().items()}


def load(by, rows, day=TODAY):
    return actions.load_weights(rows, document="国科示例〔2026〕1号", valid_from=day, by=by)


def test_official_weights_replace_the_draft_from_their_day_on(ada):
    load(ada, official())
    before, after = rules.library(date(2026, 6, 29)), rules.library(TODAY)
    assert before.edition(rules.POINTS, TODAY).mark.mark == "local-draft"
    edition = after.edition(rules.POINTS, TODAY)
    assert (edition.mark.mark, edition.mark.sources) == ("found", ("国科示例〔2026〕1号",))
    assert edition.tables["weights"]["rows"]["IP03"][0] == 100


def test_the_journal_tells_who_loaded_which_weights(ada):
    table = load(ada, official())
    line = JournalLine.objects.get(verb="weights loaded")
    assert (line.actor_name, line.what["document"], line.what["digest"]) == (
        "安达",
        table.document,
        table.digest,
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"IP01": [7, 8, 9]}, "101"),
        ({"IP19": [0, 0, 0]}, "IP19"),
        ({"IP01": [6, 8]}, "IP01"),
        ({"IP01": ["many", 8, 9]}, "many"),
        ({"IP01": [-6, 8, 9]}, "-6"),
        ({"IP01": ["NaN", 8, 9]}, "NaN"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_and_says_where(ada, change, told):
    with pytest.raises(WeightsError) as refused:
        load(ada, draft() | change)
    assert told in str(refused.value)


def test_a_missing_indicator_is_named(ada):
    rows = draft()
    del rows["IP18"]
    with pytest.raises(WeightsError, match="IP18"):
        load(ada, rows)


def restore(by, day=TODAY):
    return actions.restore_draft(reason="载错了文件", valid_from=day, by=by)


def test_the_draft_comes_back_and_past_points_keep_their_weights(ada):
    load(ada, official(), date(2026, 6, 1))
    restore(ada)
    marks = {
        day: rules.library(day).edition(rules.POINTS, day).mark.mark
        for day in (date(2026, 5, 31), date(2026, 6, 29), TODAY)
    }
    assert list(marks.values()) == ["local-draft", "found", "local-draft"]
    assert JournalLine.objects.get(verb="draft weights restored").what["document"] == "载错了文件"


def test_a_table_loaded_today_by_mistake_is_withdrawn_today(ada):
    load(ada, official())
    restore(ada)
    assert rules.active_weights(TODAY) is None
    load(ada, official())
    assert rules.active_weights(TODAY) is not None


def test_the_draft_is_not_restored_where_it_is_in_force_nor_from_a_past_day(ada):
    with pytest.raises(WeightsError, match="already"):
        restore(ada)
    load(ada, official(), date(2026, 6, 1))
    with pytest.raises(WeightsError, match="past day"):
        restore(ada, date(2026, 6, 29))


def test_neither_lin_nor_chen_may_load_weights(lin, chen):
    for person in (lin, chen):
        with pytest.raises(NotAllowedError):
            load(person, official())
        with pytest.raises(NotAllowedError):
            restore(person)


def test_weights_come_from_a_spreadsheet():
    table = "指标,初创期,成长期,稳定期\nIP01,6,8,9\nIP02,8,8,6\n".encode()
    assert actions.read_weights(table) == {"IP01": ["6", "8", "9"], "IP02": ["8", "8", "6"]}


def test_the_most_points_shown_are_those_of_the_firms_stage(kiln, ada):
    def most(name):
        [record] = known.records({kiln.pk: 2025}, TODAY)
        edition = rules.library(TODAY).edition(rules.POINTS, TODAY)
        [result] = evaluate(record, [edition])
        return result.clause(name).most

    assert most("IP01") == 8
    assert most("A") == 15
    rows = draft()
    rows["IP01"], rows["IP02"] = [6, 12, 9], [8, 4, 6]
    load(ada, rows)
    assert most("IP01") == 12
    assert rules.library(TODAY).edition(rules.POINTS, TODAY).clause("IP01").most == 12
