"""A real browser on a live server, with the cast signed in and everything noted that should not happen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest

from tests.browser import started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from jianghai.people.models import Person

#: A server of its own process loads this; loaded here it would start a worker among the tests.
collect_ignore = ["timed.py"]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
ASKED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([source, tags]) => {
  (0, eval)(source);
  const found = await axe.run({ runOnly: tags });
  return found.violations.map((one) => one.id + ": " + one.nodes.map((node) => node.target.join(" ")).join(", "));
}"""
WIDE, NARROW = {"width": 1366, "height": 900}, {"width": 390, "height": 844}


@dataclass
class Visit:
    """One window of the browser: where it looks, and what it should not have met."""

    page: Page
    home: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.home + path)
        return self.page

    def note(self, address: str) -> None:
        """Note a request that leaves the origin."""
        if not address.startswith((self.home, "data:", "blob:")):
            self.wrong.append(address)

    def faults(self) -> list[str]:
        """Give what axe-core finds on the page as it stands."""
        found: list[str] = self.page.evaluate(RUN, [AXE, ASKED])
        return found

    def overflows(self) -> bool:
        """Tell whether the page is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser once."""
    with started() as one:
        yield one


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Callable[..., Visit]]:
    """Open windows on the live server."""
    yield from windows(browser, live_server.url, session)


def windows(
    browser: Browser, home: str, session_of: Callable[[Person], str]
) -> Iterator[Callable[..., Visit]]:
    """Open windows; afterwards nothing may have left the origin or failed in the console."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def opened(who: Person | None = None, *, theme: str = "light", **size: int) -> Visit:
        context = browser.new_context(viewport=size or WIDE, color_scheme=theme, locale="zh-CN")
        contexts.append(context)
        if who is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(who), "url": home}])
        one = Visit(context.new_page(), home)
        one.page.on("request", lambda request: one.note(request.url))
        one.page.on("console", lambda said: said.type == "error" and one.wrong.append(said.text))
        visits.append(one)
        return one

    yield opened
    for context in contexts:
        context.close()
    assert [one.wrong for one in visits if one.wrong] == []


def session(who: Person) -> str:
    """Give the key of a new session for somebody."""
    from django.test import Client

    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies["sessionid"].value
