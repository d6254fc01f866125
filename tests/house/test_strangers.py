"""Every page is opened by somebody who must not see Blue Kiln, and shows nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern, get_resolver, reverse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jianghai.enterprises.models import Enterprise

#: Pages for everybody: they hold rules and words, and of an enterprise only what was published.
OPEN = {
    "theme",
    "language",
    "published_payouts",
    "openapi",
    "services",
    "service",
    "public_notices",
    "public_decision",
    "public_notice",
    "public_feed",
    "public_receipt",
    "public_look_up",
    "public_verify",
}
REFUSED = {403, 404, 405}


def patterns() -> Iterator[URLPattern]:
    """Give every address of our own pages."""
    waiting = list(get_resolver().url_patterns)
    while waiting:
        one = waiting.pop()
        if isinstance(one, URLPattern):
            if one.callback.__module__.startswith("jianghai.") and one.name:
                yield one
        else:
            waiting.extend(one.url_patterns)


PAGES = sorted(patterns(), key=lambda page: page.name)
ABOUT_A_FIRM = [page for page in PAGES if {"firm", "uscc", "pk"} & set(page.pattern.converters)]


def filled(page: URLPattern, firm: Enterprise) -> str:
    """Give the address with Blue Kiln, or something of the corpus, in every gap."""
    values = {
        "firm": firm.pk,
        "pk": firm.pk,
        "uscc": firm.uscc,
        "code": "tech-sme",
        "standard": "tech-sme",
        "title": "tech-sme",
        "year": 2025,
    }
    gaps = page.pattern.converters
    return reverse(page.name, kwargs={gap: values.get(gap, 1) for gap in gaps})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nobody_is_let_in_without_signing_in(page, client, lin, blue_kiln):
    answer = client.get(filled(page, blue_kiln))
    assert blue_kiln.name not in answer.content.decode()
    if page.name not in OPEN:
        assert answer.status_code in {302, *REFUSED}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_wei_finds_nothing_of_blue_kiln(page, weis, lin, blue_kiln):
    answer = weis.get(filled(page, blue_kiln))
    assert blue_kiln.name not in b"".join(answer).decode()
    assert blue_kiln.uscc not in b"".join(answer).decode()


@pytest.mark.parametrize("page", ABOUT_A_FIRM, ids=lambda page: page.name)
def test_wei_is_refused_the_pages_of_blue_kiln(page, weis, lin, blue_kiln):
    address = filled(page, blue_kiln)
    assert weis.get(address).status_code in REFUSED
    assert weis.post(address).status_code in REFUSED
