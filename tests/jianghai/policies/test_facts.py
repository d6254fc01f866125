"""What policies ask for is told, exported and imported like everything else; the ledger is nobody's to tell."""

from __future__ import annotations

import json

import pytest

from jianghai.enterprises import actions, queries
from jianghai.enterprises.columns import columns
from jianghai.enterprises.columns import records as known
from jianghai.enterprises.errors import FactError
from jianghai.enterprises.models import Enterprise, Entry, FactValue
from jianghai.policies import rules
from rulebook.records.frames import frame_of
from tests.jianghai.policies.conftest import TODAY

GROUP = "政策事项"


def written(fact):
    """Write a value that fits a fact or a field."""
    kinds = {"yesno": "是", "code": "320612", "date": "2025-03-01", "text": "nantong-hightech"}
    if fact.kind == "number":
        return "3"
    return fact.of[0] if fact.kind == "choice" else kinds[fact.kind]


def entry(fact):
    plain = {"yesno": True, "number": 3}
    return {name: plain.get(part.kind) or written(part) for name, part in fact.item.items()}


@pytest.fixture
def told(kiln, chen):
    for fact in queries.catalogue().facts.values():
        if fact.group != GROUP or fact.formula is not None or fact.ledger:
            continue
        if fact.kind == "list":
            text = json.dumps({"complete": True, "items": [entry(fact)]})
            actions.set_list(kiln, fact.id, text, by=chen)
        else:
            year = 2025 if fact.per_year else 0
            actions.set_fact(kiln, fact.id, written(fact), by=chen, year=year)
    return kiln


def test_every_fact_of_policies_can_be_told_and_taken_out_and_brought_in_again(told, chen):
    before = state()
    head, rows = actions.registry_table(Enterprise.objects.all(), [2025])
    content = b"".join(actions.as_csv(head, rows))
    Enterprise.objects.all().delete()
    batch = actions.apply_import(actions.bring_import("表.csv", content, by=chen), by=chen)
    assert batch.refused == []
    assert state() == before
    assert len(before[0]) > 40
    assert len(before[1]) >= 4


def state():
    facts = FactValue.objects.filter(current=True).order_by("fact", "year")
    lists = Entry.objects.filter(current=True).order_by("list", "id")
    return (
        list(facts.values_list("fact", "low", "high", "text", "yes")),
        list(lists.values_list("list", "data")),
    )


def test_columns_and_records_read_policies_facts_alike(told, crane):
    shelf = rules.shelf()
    policies = tuple(p for p in shelf.on(TODAY) if p.answerable)
    sources = rules.sources(shelf, policies)
    rows = columns([told.pk, crane.pk], TODAY, sources)
    years = dict(zip(rows.pks, rows.years.tolist(), strict=True))
    expected = frame_of(known.records(years, TODAY), sources)
    for name, (low, high) in expected.numbers.items():
        mine = rows.frame.numbers[name]
        assert [str(side) for side in mine] == [str(side) for side in (low, high)], name
    for name, flags in expected.flags.items():
        assert rows.frame.flags[name].tolist() == flags.tolist(), name


def test_nobody_tells_the_ledger(kiln, chen, lin):
    for person in (chen, lin):
        with pytest.raises(FactError):
            actions.set_list(kiln, "payouts", "[]", by=person)


def test_a_sheet_cannot_slip_payments_into_the_ledger(kiln, chen):
    paid = '[{"clause": "nantong-hightech/growth#G1", "amount": "100000", "date": "2026-05-01"}]'
    head = "企业名称,统一社会信用代码,年度,payouts\n"
    row = f'{kiln.name},{kiln.uscc},2025,"{paid.replace(chr(34), chr(34) * 2)}"\n'
    content = (head + row).encode()
    actions.apply_import(actions.bring_import("表.csv", content, by=chen), by=chen)
    [record] = known.records({kiln.pk: 2025}, TODAY)
    assert record.facts["payouts"][None].value == ()
