"""A policy of the tests' own that pays unasked and by application; Lin applies by it for Blue Kiln."""

from __future__ import annotations

import pytest

from jianghai.enterprises import actions as registry
from jianghai.policies import rules
from jianghai.policies.actions import applications, matching, materials, payouts, pools
from jianghai.policies.models import Payout
from rulebook.yamlfile import parse

UNASKED, RATED, APPLIED, TITLED = (f"tests/paying#{name}" for name in ("U1", "U2", "A1", "T1"))
EITHER, OR, WITH, AND = (f"tests/paying#{name}" for name in ("E1", "E2", "L1", "L2"))
OFFICIAL = "50"
TEXT = """
schema: policy/1
policy: tests/paying
name: {zh: 试验政策, en: Policy of the tests}
short: {zh: 试验政策, en: Tests}
level: zone
issuer: {name: {zh: 试验园区, en: Zone of the tests}}
status: in-force
opens: "2026-01-01"
validity: stated
topics: [科技创新]
document: {number: 试〔2026〕1号, title: 试验政策}
provenance: {mark: found, sources: [P.F1]}
clauses:
  - id: U1
    name: {zh: 规模奖励, en: Award for size}
    cite: 第一条
    says: {zh: 销售收入 1000 万元以上，奖励 10 万元。, en: Sales of 10 million yuan give 100000.}
    class: reward
    audience: enterprise
    payout: unasked
    when: sales_revenue >= 1000万元
    amount: {kind: fixed, is: 10万元}
    shares: [{level: city, share: 30%}, {level: zone, share: 70%}]
  - id: U2
    name: {zh: 研发奖励, en: Award for research}
    cite: 第二条
    says: {zh: 按研发费用的 10% 奖励。, en: Ten percent of R&D.}
    class: reward
    audience: enterprise
    payout: unasked
    when: rd_expense > 0元
    amount: {kind: rate, rate: 10%, base: rd_expense}
  - id: A1
    name: {zh: 租金补贴, en: Rent subsidy}
    cite: 第三条
    says: {zh: 职工 20 人以上，按研发费用的 20% 补贴，最高 50 万元。, en: At most 500000 yuan.}
    class: reward
    audience: enterprise
    payout: apply
    window: {yearly: [{opens: "03-01", closes: "07-20"}]}
    all:
      - {id: A1.staff, name: {zh: 职工, en: Staff}, when: employees >= 20人}
      - {id: A1.rd, name: {zh: 研发, en: Research}, when: rd_expense > 0元}
    amount: {kind: rate, rate: 20%, base: rd_expense, most: 50万元}
    materials:
      - {name: {zh: 租赁合同, en: Lease}, from: applicant}
      - {name: {zh: 营业执照, en: Licence}, from: registry}
    duties: [{zh: 三年内不迁出，否则退回。, en: Stay three years or pay back.}]
  - id: T1
    name: {zh: 优先受理, en: Priority}
    cite: 第四条
    says: {zh: 优先受理。, en: Served first.}
    class: right
    audience: enterprise
    payout: apply
    when: employees >= 20人
  - id: E1
    name: {zh: 成长奖励, en: Award for growth}
    cite: 第五条
    says: {zh: 奖励 10 万元，与第六条就高。, en: '100000, or the sixth article.'}
    class: reward
    audience: enterprise
    payout: unasked
    when: sales_revenue >= 2000万元
    amount: {kind: fixed, is: 10万元}
  - id: E2
    name: {zh: 创新奖励, en: Award for invention}
    cite: 第六条
    says: {zh: 奖励 20 万元，与第五条就高。, en: '200000, or the fifth article.'}
    class: reward
    audience: enterprise
    payout: unasked
    when: rd_expense >= 350万元
    amount: {kind: fixed, is: 20万元}
  - id: L1
    name: {zh: 设备奖励, en: Award for machines}
    cite: 第七条
    says: {zh: 奖励 10 万元。, en: '100000.'}
    class: reward
    audience: enterprise
    payout: unasked
    when: sales_revenue >= 2000万元
    amount: {kind: fixed, is: 10万元}
  - id: L2
    name: {zh: 软件奖励, en: Award for software}
    cite: 第八条
    says: {zh: 奖励 10 万元，与第七条合计不超过 15 万元。, en: '100000, 150000 with the seventh.'}
    class: reward
    audience: enterprise
    payout: unasked
    when: sales_revenue >= 2000万元
    amount: {kind: fixed, is: 10万元}
stacking:
  - {id: best, name: {zh: 就高, en: The better}, rule: highest, members: [E1, E2], scope: firm}
  - {id: sum, name: {zh: 合计, en: Together}, rule: add, members: [L1, L2], scope: firm, cap: 15万元}
"""


@pytest.fixture(autouse=True)
def policy(monkeypatch: pytest.MonkeyPatch) -> None:
    known = rules.corpus()
    laid = known.with_policy(known.read(parse(TEXT, "tests/paying/2026-01-01.yaml")))
    monkeypatch.setattr(rules, "shelf", lambda: laid)


def tell(firm, by, rd="300", sales="4200", kind=OFFICIAL):
    """Tell the figures of 2025."""
    for name, written in (("sales_revenue", sales), ("rd_expense", rd)):
        registry.set_fact(firm, name, written, by=by, year=2025, kind=kind)


def match(by, clause=UNASKED, key="match 1"):
    """Match, and give the one row there is of a clause."""
    matching.match_unasked(clause, by=by, key=key)
    return Payout.objects.filter(clause=clause).first()


def pool(by, budget=100_000_000, clauses=(UNASKED, RATED), name="园区资金池"):
    return pools.make_pool(name, clauses, level="zone", budget=budget, by=by)


ACCOUNT = "6222 0211 1100 2233 445"


def confirmed(row, chen, lin):
    payouts.push([row.pk], by=chen, key="push")
    return payouts.confirm(row.pk, account=ACCOUNT, bank="示例银行", by=lin, key="confirm")


def paid(row, chen, lin):
    confirmed(row, chen, lin)
    [done] = payouts.pay([row.pk], batch="2026-1", reference="凭证 7", by=chen, key="pay")
    return done


LEASE = b"%PDF-1.7 a lease"


@pytest.fixture
def folder(settings, tmp_path):
    """Files that are handed in lie in a folder of this test."""
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = {**settings.STORAGES, "materials": backend}
    return tmp_path


@pytest.fixture
def draft(folder, blue_kiln, lin, chen):
    """Blue Kiln's research is known, its staff is not."""
    tell(blue_kiln, chen)
    return applications.start(blue_kiln, APPLIED, by=lin)


@pytest.fixture
def complete(draft, lin):
    """Everything is filled in and handed over, but not signed."""
    applications.save_draft(draft, {"employees@2025": "80"}, by=lin)
    materials.attach(draft, 0, "租赁合同.pdf", LEASE, by=lin)
    return draft


def submit(draft, by, key="submit", **named):
    told = {"promised_by": "林岚", "accepted": True} | named
    return applications.submit(draft, by=by, key=key, **told)


@pytest.fixture
def handed_in(complete, lin):
    """Lin has signed, and Chen can see it."""
    return submit(complete, lin)
