"""Every page in both themes and at both widths: axe-core finds nothing, and nothing is cut off."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jianghai.enterprises import actions
from tests.journeys.conftest import NARROW, WIDE

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)]
FIRM_PAGES = ("firm", "firm_facts")
ZONE_PAGES = (
    "zone",
    "zone_firms",
    "zone_steps",
    "imports",
    "weights",
    "rules",
    "account_change_password",
    "mfa_index",
)


def pages(firm) -> list[str]:
    """List the address of every kind of page."""
    refused = (
        b"\xe4\xbc\x81\xe4\xb8\x9a\xe5\x90\x8d\xe7\xa7\xb0,year,employees\n"
        + "蓝窑,2025,很多\n".encode()
    )
    from jianghai.people.models import Person

    batch = actions.bring_import("表.csv", refused, by=Person.objects.get(username="ada"))
    of_firm = [reverse(name, args=[firm.pk]) for name in FIRM_PAGES]
    of_firm += [
        reverse("firm_standard", args=[firm.pk, code])
        for code in ("hnte", "innovation-points", "tax")
    ]
    of_firm += [
        reverse("firm_fact", args=[firm.pk, "employees"]),
        reverse("firm_list", args=[firm.pk, "ip"]),
    ]
    of_rules = [reverse("rule", args=["hnte"]), reverse("rule_compare", args=["srdi"])]
    return [
        *map(reverse, ZONE_PAGES),
        *of_firm,
        *of_rules,
        reverse("import", args=[batch.pk]),
        "/zone/firms/?q=zzz",
    ]


@pytest.mark.parametrize(
    ("theme", "size"), LOOKS, ids=lambda look: look if isinstance(look, str) else look["width"]
)
def test_axe_finds_nothing_and_nothing_is_cut_off(visit, ada, blue_kiln, theme, size):
    actions.set_fact(blue_kiln, "employees", "80", by=ada, year=2025)
    actions.set_fact(blue_kiln, "rd_expense", "300", by=ada, year=2025)
    seen = visit(ada, theme=theme, **size)
    faults = {}
    for path in pages(blue_kiln):
        seen.open(path)
        found = seen.faults() + (["wider than the window"] if seen.overflows() else [])
        if found:
            faults[path] = found
    assert faults == {}


@pytest.mark.parametrize(
    ("theme", "size"), LOOKS, ids=lambda look: look if isinstance(look, str) else look["width"]
)
def test_the_sign_in_page_is_clean_for_a_stranger(visit, db, theme, size):
    seen = visit(theme=theme, **size)
    seen.open(reverse("account_login"))
    assert seen.faults() == []
    assert not seen.overflows()
