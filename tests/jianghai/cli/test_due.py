"""An official asks when a term ends, without a database."""

from __future__ import annotations

import json

import pytest

from jianghai.cli import main


def said(capsys, *arguments: str) -> tuple[int, str, str]:
    code = main(("due", *arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize(
    ("arguments", "day"),
    [
        (["2025-09-08", "10WD"], "2025-09-22"),
        (["2025-09-08", "10wd", "--calendar", "cn"], "2025-09-22"),
        (["2025-09-09", "10WD", "--include-start"], "2025-09-22"),
        (["2025-10-14", "-7WD"], "2025-09-28"),
        (["2025-09-08", "30CD"], "2025-10-08"),
        (["2025-08-31", "6M"], "2026-02-28"),
        (["2025-09-08T16:30", "2WH"], "2025-09-09 10:00"),
        (["2025-09-08T08:30Z", "2WH"], "2025-09-09 10:00"),
        (["2025-09-08T16:30", "2WH", "--window", "09:00-21:00"], "2025-09-08 18:30"),
    ],
)
def test_the_day_stands_alone_on_stdout(capsys, arguments, day):
    assert said(capsys, *arguments) == (0, f"{day}\n", "")


def test_the_rule_that_moved_the_day_is_named(capsys):
    code, out, err = said(capsys, "2025-09-08", "30CD", "--roll")
    assert (code, out) == (0, "2025-10-09\n")
    assert "民法典第203条" in err
    assert "2025-10-08" in err


def test_a_year_that_is_not_published_is_said_to_be_provisional(capsys):
    code, out, err = said(capsys, "2026-12-30", "5WD")
    assert (code, out) == (0, "2027-01-06\n")
    assert "暂定：2027 年" in err
    assert len(err.splitlines()) == 1


def test_json_tells_everything(capsys):
    _, out, err = said(capsys, "2025-09-08", "30CD", "--roll", "--format", "json")
    told = json.loads(out)
    assert err == ""
    assert (told["day"], told["at"]) == ("2025-10-09", "2025-10-10T00:00:00+08:00")
    assert told["moved_by"]["rule"] == "next_workday"
    assert (told["provisional"], told["unpublished"]) == (False, [])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["8 September", "10WD"], "不是日期或时刻"),
        (["2025-09-31", "10WD"], "不是日期或时刻"),
        (["2025-09-08", "ten"], "不是时限"),
        (["2025-09-08", "99999WD"], "太长"),
        (["9999-12-30", "10WD"], "9999"),
        (["2025-09-08", "10WD", "--calendar", "mars"], "没有这个日历"),
        (["2025-09-08", "2WH", "--window", "nine"], "不是开放时段"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_one_line(capsys, arguments, told):
    code, out, err = said(capsys, *arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert len(err.splitlines()) == 1
