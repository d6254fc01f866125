from __future__ import annotations

from jianghai.base.identifiers import credit_code
from jianghai.enterprises import queries
from jianghai.enterprises.demo import load, load_demo
from jianghai.enterprises.models import Enterprise


def cells(plan):
    return [(one.firm.name, sorted(one.values), sorted(one.lists)) for one in plan.firms]


def test_the_same_seed_makes_the_same_zone():
    told = queries.catalogue()
    one, other = (load.plan_of_zone(80, 7, 2025, told) for _ in range(2))
    assert cells(one) == cells(other)
    assert [f.values for f in one.firms] == [f.values for f in other.firms]


def test_every_made_up_firm_says_so_and_its_code_is_nobodys():
    plan = load.plan_of_zone(300, 7, 2025, queries.catalogue())
    firms = [one.firm for one in plan.firms]
    assert all("（示例）" in firm.name and firm.demo for firm in firms)
    assert len({firm.name for firm in firms}) == len({firm.uscc for firm in firms}) == 300
    assert not any(credit_code(firm.uscc).warnings for firm in firms)
    assert {firm.uscc[2:8] for firm in firms} == {"320699"}


def test_the_zone_has_holes_and_every_kind_of_record():
    plan = load.plan_of_zone(600, 7, 2025, queries.catalogue())
    staff = sum(("tech_staff", 2025) in one.values for one in plan.firms)
    assert 0.6 < staff / 600 < 0.95
    lists = {name for one in plan.firms for name, _ in one.lists if one.lists[name, 0][0]}
    assert lists >= {
        "ip",
        "certs",
        "rd_platforms",
        "awards",
        "projects",
        "equity_rounds",
        "incidents",
    }


def test_policies_find_what_they_ask_of_most_firms_and_holes_in_some():
    plan = load.plan_of_zone(600, 7, 2025, queries.catalogue())
    told = [sum((name, 0) in one.values for one in plan.firms) for name in ("park", "rd_accounts")]
    assert 560 < told[0] < 600
    assert 400 < told[1] < 560
    codes = [one.firm.region_code for one in plan.firms]
    assert 540 < codes.count("320612") < 600
    assert set(codes) >= {"320685", "320682", "320613"}
    lists = {name for one in plan.firms for name, _ in one.lists if one.lists[name, 0][0]}
    assert lists >= {"grants", "undertakings", "tapeouts", "listing_steps"}


def test_the_firm_of_the_demonstration_has_one_thing_left_to_say():
    first = load.plan_of_zone(3, load.SEED, 2025, queries.catalogue()).firms[0]
    asked = {"rent_price", "rent_area", "rent_months", "rent_use", "insured"}
    assert {name for name in asked if (name, 0) not in first.values} == {"insured"}
    assert first.lists["grants", 0][0][0]["amount"] == 80


def test_no_title_begins_in_the_future():
    plan = load.plan_of_zone(300, 7, 2025, queries.catalogue())
    held = [cert for one in plan.firms for cert in one.lists.get(("certs", 0), ([],))[0]]
    assert max(cert["from"] for cert in held) < "2026-01-01"


def test_no_firm_has_figures_from_before_it_was_founded():
    plan = load.plan_of_zone(300, 7, 2025, queries.catalogue())
    for one in plan.firms:
        years = {year for _, year in one.values if year}
        assert min(years, default=9999) >= int(one.firm.reg_date[:4])


def test_loading_again_changes_nothing(db):
    first, new = load_demo(count=30)
    again, newer = load_demo(count=30)
    assert (new, newer, first) == (True, False, again)
    assert Enterprise.objects.filter(demo=True).count() == 30
