"""Policies as files: editions by day, and every wrong file told with its line."""

from __future__ import annotations

from datetime import date

import pytest

from rulebook.errors import CorpusError
from tests.rulebook.policies.toys import (
    HEAD,
    ON,
    POLICY,
    clause,
    firm,
    loaded,
    owed,
    shelf,
    written,
)

FIXED = clause("A", "{kind: fixed, is: 100万元}")


def text(body: str = FIXED, opens: str = "2020-01-01", more: str = "") -> str:
    return HEAD.format(policy=POLICY, opens=opens) + more + "clauses:" + body + "\n"


def wrong(folder, files) -> str:
    with pytest.raises(CorpusError) as caught:
        loaded(written(folder, files))
    return str(caught.value)


def test_the_edition_of_the_day_is_the_latest_that_has_begun(tmp_path):
    later = text(FIXED.replace("100万元", "120万元"), "2024-01-01")
    on = loaded(
        written(tmp_path, {f"{POLICY}/2020-01-01.yaml": text(), f"{POLICY}/2024-01-01.yaml": later})
    )
    assert [str(on.policy(POLICY, date(year, 6, 1)) and year) for year in (2019, 2021, 2025)] == [
        "None",
        "2021",
        "2025",
    ]
    assert on.policy(POLICY, date(2021, 6, 1)).opens == date(2020, 1, 1)
    assert on.policy(POLICY, date(2025, 6, 1)).opens == date(2024, 1, 1)


def test_an_edition_that_ended_is_not_in_force(tmp_path):
    ended = text(more='closes: "2021-12-31"\n')
    on = loaded(written(tmp_path, {f"{POLICY}/2020-01-01.yaml": ended}))
    assert on.on(ON) == ()


def test_an_edition_that_begins_before_its_predecessor_ended_is_refused(tmp_path):
    first = text(more='closes: "2024-06-30"\n')
    told = wrong(
        tmp_path,
        {f"{POLICY}/2020-01-01.yaml": first, f"{POLICY}/2024-01-01.yaml": text(opens="2024-01-01")},
    )
    assert "前一版本到 2024-06-30" in told
    assert "2024-01-01.yaml:9" in told


def test_a_file_in_the_wrong_folder_is_refused(tmp_path):
    assert "文件夹是 toys/other" in wrong(tmp_path, {"toys/other/2020-01-01.yaml": text()})


def test_an_upper_policy_that_nobody_has_is_refused(tmp_path):
    files = {f"{POLICY}/2020-01-01.yaml": text(more="upper: [nation/plan]\n")}
    assert "没有政策 nation/plan" in wrong(tmp_path, files)


def test_a_topic_that_nobody_knows_is_refused(tmp_path):
    files = {
        "topics.yaml": "schema: topics/1\ntopics: [{id: 人才, en: Talents}]\n",
        f"{POLICY}/2020-01-01.yaml": text(more="topics: [人材]\n"),
    }
    assert "没有主题 人材" in wrong(tmp_path, files)


def test_groups_across_policies_name_clauses_that_exist(tmp_path):
    group = "{id: same, name: {zh: 同一事项, en: Same}, rule: highest, scope: firm, members: [toys/toy#A, toys/toy#Z]}"
    files = {
        "stacking.yaml": f"schema: stacking/1\nstacking: [{group}]\n",
        f"{POLICY}/2020-01-01.yaml": text(),
    }
    assert "toys/toy#Z" in wrong(tmp_path, files)


def test_a_negative_list_leaves_out_whom_it_names_and_asks_where_nothing_is_known():
    on = shelf(
        "exclusions: {bad: {name: {zh: 失信, en: Dishonest}, when: f5, provenance: {mark: found}}}"
    )
    made = on.read(_parsed(more="exclusions: [bad]\n"))
    from rulebook.entitle import entitle

    said = {
        answer: entitle(firm(on, {} if answer is None else {"f5": answer}), on, ON, policies=[made])
        .items[0]
        .verdict.word
        for answer in (True, False, None)
    }
    assert said == {True: "unmet", False: "met", None: "unknown"}


def test_an_exclusion_that_is_not_listed_is_refused():
    with pytest.raises(CorpusError, match="没有排除情形 worse"):
        shelf().read(_parsed(more="exclusions: [worse]\n"))


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("320612", "met"),
        ("320685", "unmet"),
        ("110112", "unmet"),
        ("320582", "manual_review"),
        (None, "unknown"),
    ],
)
def test_places_are_told_by_code_and_others_may_follow(code, verdict):
    areas = 'areas: {codes: ["3206"], exclude: ["320685"], reference: ["32"]}\n'
    on = shelf()
    made = on.read(_parsed(more=areas))
    from rulebook.entitle import entitle

    given = {} if code is None else {"region_code": code}
    assert entitle(firm(on, given), on, ON, policies=[made]).items[0].verdict.word == verdict


def test_a_neighbours_example_never_counts_unless_it_is_named(tmp_path):
    from rulebook.entitle import entitle

    on = loaded(written(tmp_path, {f"{POLICY}/2020-01-01.yaml": text(more="demo: true\n")}))
    assert entitle(firm(on, {}), on, ON).items == ()
    assert entitle(firm(on, {}), on, ON, policies=on.on(ON)).total.certain == 100 * 10**6


def test_reliefs_are_valued_but_not_added_to_what_is_paid():
    relief = FIXED.replace("class: reward", "class: relief")
    total = owed(relief, {}).total
    assert (total.certain, total.relief_certain) == (0, 100 * 10**6)


def _parsed(more: str = ""):
    from rulebook.yamlfile import parse

    return parse(text(more=more), f"{POLICY}/2020-01-01.yaml")
