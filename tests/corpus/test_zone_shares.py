"""Shares of a zone are sums over its firms, and stay a range while the catalogue is not complete."""

from __future__ import annotations

from datetime import date

import pytest

from rulebook.records import Record, read_cell
from rulebook.tables import evaluate_all
from tests.corpus.shelf import library

ON = date(2026, 6, 30)


def _firm(name, **given):
    catalogue = library().catalogue
    facts = {
        fact: {2025 if catalogue[fact].per_year else None: read_cell(catalogue[fact], value)}
        for fact, value in given.items()
    }
    return Record(name, name, "", 2025, ON, facts)


def _sums(share_id, *firms):
    """Give the least and the largest sum of numerator and denominator."""
    edition = library().edition("zone-shares", ON)
    share = next(share for share in edition.shares if share.id == share_id)
    table = evaluate_all(firms, [edition])
    nodes = [node for node in (share.numerator, share.denominator) if node is not None]
    return [end.sum() for node in nodes for end in table.span(node)]


def _maker(name, output, **given):
    plain = {"industry_code": "C3911", "main_revenue": "5000", "industrial_output": output}
    return _firm(name, **(plain | given))


def test_546_of_1000_is_54_6_percent():
    inside = _maker("inside", "5460000", in_hitech_catalogue="是")
    outside = _maker("outside", "4540000", in_hitech_catalogue="否")
    low, high, least, most = _sums("hitech_output", inside, outside)
    assert low == high
    assert least == most
    assert low / least == pytest.approx(0.546)


def test_visible_catalogue_rows_count_without_a_mark():
    low, high, *_ = _sums("hitech_output", _maker("plane", "100", industry_code="C3741"))
    assert low == high == 100 * 10**6


def test_a_firm_outside_the_visible_rows_leaves_a_range():
    low, high, *_ = _sums("hitech_output", _maker("unmarked", "100"))
    assert (low, high) == (0, 100 * 10**6)


def test_a_certified_firm_outside_the_catalogue_adds_nothing():
    title = '[{"type": "HNTE", "from": "2024-01-01", "to": "2027-01-01"}]'
    low, high, *_ = _sums(
        "hitech_output", _maker("hnte", "100", in_hitech_catalogue="否", certs=title)
    )
    assert (low, high) == (0, 0)


@pytest.mark.parametrize(
    ("revenue", "counted"), [("1999.999999", 0), ("2000", 1), ("2000.000001", 1)]
)
def test_industry_above_scale_begins_at_20_million(revenue, counted):
    firm = _maker("edge", "100", main_revenue=revenue, in_hitech_catalogue="是")
    assert _sums("hitech_output", firm) == [counted * 100 * 10**6] * 4


def test_services_are_not_industry():
    firm = _maker("software", "100", industry_code="I6510")
    assert _sums("hitech_output", firm) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("share", "above", "below", "expected"),
    [
        ("rd_intensity", {"rd_spend_internal": "45"}, {"operating_revenue": "1000"}, 0.045),
        ("rd_fte_share", {"rd_fte": "12"}, {"employees_end": "100"}, 0.12),
        (
            "contracts_per_head",
            {"tech_contract_amount": "50"},
            {"employees_end": "100"},
            0.5 * 10**6,
        ),
        ("profit_margin", {"profit_total": "90"}, {"operating_revenue": "1000"}, 0.09),
        ("productivity", {"added_value": "3000"}, {"employees_end": "100"}, 30 * 10**6),
    ],
)
def test_ratios_of_the_zone(share, above, below, expected):
    low, high, least, most = _sums(
        share, _firm("one", **above, **below), _firm("two", **above, **below)
    )
    assert (low, least) == (high, most)
    assert low / least == pytest.approx(expected)


@pytest.mark.parametrize(
    ("begins", "ends", "net"),
    [
        ("2026-01-01", "2028-12-31", 1),
        ("2024-01-01", "2026-12-31", 0),
        ("2023-01-01", "2025-12-31", -1),
        ("2020-01-01", "2022-12-31", 0),
    ],
)
def test_net_increase_of_hntes(begins, ends, net):
    title = (
        f'{{"complete": true, "items": [{{"type": "HNTE", "from": "{begins}", "to": "{ends}"}}]}}'
    )
    assert _sums("hnte_net_increase", _firm("one", certs=title)) == [net, net]
