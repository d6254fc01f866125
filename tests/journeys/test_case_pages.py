"""The pages of cases in both themes and at both widths: axe-core finds nothing, and nothing is cut off."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.jianghai.web.cases.conftest import (  # noqa: F401 - fixtures
    accepted,
    draft,
    granted,
    handed_in,
    notice,
    office,
)
from tests.journeys.conftest import NARROW, WIDE

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)]


@pytest.fixture
def shown(lin, office, notice):  # noqa: F811
    """Give pages with rows on them, and who opens each."""
    case = notice.case
    task = case.tasks.get(state="open", kind="person")
    return [
        (office.handler, "/workbench/?tab=department"),
        (office.handler, "/cases/"),
        (office.leader, "/workbench/overview/"),
        (office.handler, reverse("case", args=[case.number])),
        (office.handler, reverse("case_task", args=[case.number, task.pk])),
        (lin, reverse("case", args=[case.number])),
        (lin, "/my/cases/"),
        (lin, "/services/licence/"),
        (None, "/services/"),
        (None, "/public/notices/"),
        (None, reverse("public_notice", args=[notice.pk])),
        (None, reverse("public_verify", args=[case.papers.first().code])),
    ]


@pytest.mark.parametrize(
    ("theme", "size"), LOOKS, ids=lambda look: look if isinstance(look, str) else look["width"]
)
def test_axe_finds_nothing_on_the_pages_of_cases(visit, shown, theme, size):
    faults = {}
    for who, path in shown:
        seen = visit(who, theme=theme, **size)
        seen.open(path)
        found = seen.faults() + (["wider than the window"] if seen.overflows() else [])
        if found:
            faults[path] = found
    assert faults == {}


def test_lin_fills_in_and_hands_in_without_leaving_the_keyboard(visit, draft, lin):  # noqa: F811
    seen = visit(lin)
    page = seen.open(reverse("case", args=[draft.number]))
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.fill("#f-place", "金桥路 18 号")
        page.press("#f-place", "Tab")
    page.check("input[name=tolerate]")
    page.check("input[name=accepted]")
    page.press("#promised-by", "Enter")
    page.wait_for_selector(".note-success")
    draft.refresh_from_db()
    assert draft.form["place"] == "金桥路 18 号"
    assert draft.received_at is not None
