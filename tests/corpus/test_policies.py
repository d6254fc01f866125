"""What was found is loaded as it was found: no number that nobody saw, nothing shown as ours that is a neighbour's."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
import yaml

from tests.corpus.policies import NEIGHBOURS, items, policies, shelf
from tests.corpus.shelf import CORPUS

POLICIES = policies()
SHELLS = [policy for policy in POLICIES if policy.status == "awaiting-text"]
CUT = [
    ("jiangsu/talent-plan", "P3"),
    ("nantong/innovation-city", "C2.8"),
    ("nantong/integrated-innovation", "C1.8"),
    ("nantong-etdz/carriers", "A2.4"),
]


def _key(policy):
    return policy.key


def _text(policy):
    return (CORPUS / policy.file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "policy_id",
    [
        "cn/hnte", "cn/tech-sme", "cn/innovative-sme", "cn/specialised-sme", "cn/rd-deduction", "cn/carrier-tax",
        "cn/policy-delivery", "jiangsu/talent-plan", "jiangsu/innovation-forty", "jiangsu/rd-institutes",
        "jiangsu/inclusive-finance", "jiangsu/zone-award", "jiangsu/high-growth", "jiangsu/drugs-devices",
        "nantong/integrated-innovation", "nantong/innovation-city", "nantong/youth-talent-city",
        "nantong/talent-allowance", "nantong/industry-doubling", "nantong/listing-fund", "nantong/jianghai-talent",
        "nantong/feature-parks", "nantong/steady-recovery", "tongzhou/talent-3", "tongzhou/talent-510",
        "tongzhou/help-dragons", "tongzhou/fourth-quarter", "tongzhou/two-renewals", "nantong-hightech/hnte-ten",
        "nantong-hightech/innovation-points", "nantong-hightech/rd-institutes", "nantong-hightech/business-ten",
    ],
)  # fmt: skip
def test_every_level_that_counts_here_is_on_the_shelf(policy_id):
    assert policy_id in shelf().policies


@pytest.mark.parametrize("policy", SHELLS, ids=_key)
def test_a_shell_has_no_clause_and_no_amount(policy):
    assert policy.items == ()
    assert not re.search(r"\d\s*(万|亿)?元", _text(policy))


def test_the_district_and_the_zone_have_only_shells():
    own = [
        policy for policy in POLICIES if policy.id.startswith(("tongzhou/", "nantong-hightech/"))
    ]
    assert len(own) == 9
    assert {policy.status for policy in own} == {"awaiting-text"}


@pytest.mark.parametrize("policy", POLICIES, ids=_key)
def test_a_neighbours_policy_is_an_example_and_nothing_else_is(policy):
    assert policy.demo == (policy.id.split("/")[0] in NEIGHBOURS)


def _covers_the_zone(policy):
    return policy.areas.covers("320612") and (
        not policy.areas.parks or "nantong-hightech" in policy.areas.parks
    )


def test_no_example_covers_the_zone():
    assert [policy.id for policy in POLICIES if policy.demo and _covers_the_zone(policy)] == []


def test_everything_else_covers_the_zone():
    assert [p.id for p in POLICIES if not p.demo and not _covers_the_zone(p)] == []


@pytest.mark.parametrize(("policy_id", "clause"), CUT)
def test_a_clause_whose_text_was_cut_says_so(policy_id, clause):
    item = shelf().policies[policy_id][-1].item(clause)
    assert "文字不全" in (item.mark.note.zh if item.mark.note else "") + item.says.zh


def test_an_unsure_amount_is_not_shown():
    (institutes,) = shelf().policies["jiangsu/rd-institutes"]
    assert (institutes.mark.mark, institutes.mark.confidence) == ("recalled", "low")
    assert institutes.items == ()


@pytest.mark.parametrize("policy", POLICIES, ids=_key)
def test_a_source_is_named_and_a_memory_says_how_sure_it_is(policy):
    for mark in [policy.mark, *(item.mark for item in policy.items)]:
        if mark.mark == "recalled":
            assert mark.confidence
        else:
            assert mark.sources or mark.mark == "local-draft"


def _sources():
    return yaml.safe_load((CORPUS / "sources.yaml").read_text(encoding="utf-8"))["sources"]


def test_every_source_is_listed_and_none_for_nothing():
    named = {
        key
        for p in POLICIES
        for mark in [p.mark, *(i.mark for i in p.items)]
        for key in mark.sources
    } | {key for group in shelf().wide for key in group.mark.sources}
    listed = _sources().keys()
    assert named <= listed
    assert {key for key in listed if key.startswith("P.")} <= named


def test_only_official_pages_are_linked():
    addresses = [
        one["address"]
        for key, one in _sources().items()
        if key.startswith("P.") and "address" in one
    ]
    hosts = [address.split("/")[0] for address in addresses]
    hosts += [urlsplit(policy.document.url).netloc for policy in POLICIES if policy.document.url]
    assert hosts
    assert [host for host in hosts if not host.endswith(".gov.cn")] == []


@pytest.mark.parametrize("policy", POLICIES, ids=_key)
def test_a_day_that_nobody_knows_is_not_printed_as_one(policy):
    if policy.precision == "year":
        assert (policy.opens.month, policy.opens.day) == (1, 1)


def test_old_clauses_paid_by_local_contribution_are_marked():
    marked = {item.key for item in items() if item.fair_competition == "legacy"}
    assert marked == {"nantong/innovation-city#C2.7", "tongzhouwan/science-city#A4.3"}


def test_every_topic_is_used():
    used = {topic for policy in POLICIES for topic in policy.topics}
    used |= {topic for item in items() for topic in item.topics}
    assert used == set(shelf().topics)


def test_only_what_was_seen_is_called_paid_without_application():
    assert [item.key for item in items() if item.payout == "unasked"] == [
        "jiangsu/drugs-devices#P10"
    ]
