"""The zone publishes a policy of its own; Blue Kiln lies in it and has figures of 2025; the day is 30 June 2026."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from jianghai.base import clock
from jianghai.enterprises import actions as registry
from jianghai.policies import held
from tests.cast import person

TODAY = date(2026, 6, 30)
GROWTH = """\
schema: policy/1
policy: nantong-hightech/growth
name: {zh: 成长奖励办法, en: Growth awards}
short: {zh: 成长奖励, en: Growth awards}
level: zone
issuer: {name: {zh: 园区管委会, en: Zone office}}
status: in-force
opens: "2026-01-01"
validity: stated
areas: {places: [registration], codes: ["3206"]}
document: {title: 成长奖励办法, number: 测试〔2026〕1号}
provenance: {mark: found, sources: [test]}
clauses:
  - id: G1
    name: {zh: 研发奖励, en: Award for research}
    cite: 第一条
    says: {zh: 研发费用二百万元以上的奖励十万元, en: 100 000 yuan from 2 million of research}
    class: reward
    when: rd_expense >= 200万元
    amount: {kind: fixed, is: 10万元}
    shares: [{level: city, share: 40%}, {level: zone, share: 60%}]
    window: {yearly: [{opens: "03-01", closes: "07-20"}]}
  - id: G2
    name: {zh: 规模奖励, en: Award for size}
    cite: 第二条
    says: {zh: 营业收入五千万元以上的奖励二十万元, en: 200 000 yuan from 50 million of sales}
    class: reward
    when: sales_revenue >= 5000万元
    amount: {kind: fixed, is: 20万元}
"""


def growth(**changed: str) -> str:
    """Give the policy's file with some words otherwise."""
    text = GROWTH
    for old, new in changed.values():
        assert old in text
        text = text.replace(old, new)
    return text


def publish(text, author, reviewer, *, opens=date(2026, 1, 1), policy="nantong-hightech/growth"):
    """Put an edition on the shelf as if two people had published it."""
    from jianghai.policies.models import PolicyDraft, PublishedEdition

    at = clock.now()
    common = {"policy": policy, "opens": opens, "text": text, "author": author}
    draft = PolicyDraft.objects.create(
        state="published", reviewer=reviewer, started_at=at, changed_at=at, **common
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return PublishedEdition.objects.create(
        draft=draft, digest=digest, reviewer=reviewer, at=at, **common
    )


def tell(firm, by, year=2025, **facts):
    """Let somebody tell facts of a year."""
    for name, written in facts.items():
        registry.set_fact(firm, name, written, by=by, year=year)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    held.forget()
    with clock.stopped_at(datetime(2026, 6, 30, 4, tzinfo=UTC)):
        yield
    held.forget()


@pytest.fixture
def su(db):
    """Su works for the zone too and looks over what Chen writes."""
    return person("su", "苏素", "staff")


@pytest.fixture
def kiln(blue_kiln, chen):
    """Blue Kiln lies in the zone; it spends 3 million on research and sells for 42 million."""
    blue_kiln.region_code = "320612"
    blue_kiln.save()
    tell(blue_kiln, chen, rd_expense="300", sales_revenue="4200")
    return blue_kiln


@pytest.fixture
def crane(red_crane, chen):
    """Red Crane lies in the zone too; it sells for 60 million and does little research."""
    red_crane.region_code = "320612"
    red_crane.save()
    tell(red_crane, chen, rd_expense="50", sales_revenue="6000")
    return red_crane


@pytest.fixture
def policy(chen, su):
    """The zone's own policy is in force."""
    return publish(GROWTH, chen, su)
