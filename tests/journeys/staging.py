"""A stage for journeys of cases: the accounts of the demonstration, each in a window, and a clock that is moved."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from jianghai.casework.demo.crew import Crew
from jianghai.casework.plays.reading import ZONE
from jianghai.casework.plays.sheets import sheet
from jianghai.casework.services import departments
from jianghai.people.actions import make_demo_accounts
from tests.journeys.conftest import session, windows
from tests.journeys.serving import MOVE, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser

    from jianghai.people.models import Person

TIMED = "tests.journeys.timed:application"
SOON = 20_000


class Scene:
    """The windows of everybody who takes part, and the clock on the wall."""

    def __init__(self, home: str, visit: Callable, people: Mapping[str, Person]) -> None:
        """Windows are opened as they are needed."""
        self.home, self.visit, self.people = home, visit, people
        self.pages: dict[str, Page] = {}
        self.case = ""

    def page(self, who: str) -> Page:
        """Give somebody's window."""
        if who not in self.pages:
            self.pages[who] = self.visit(self.people.get(who)).page
        return self.pages[who]

    def at(self, moment: str) -> None:
        """Let it be a moment in China; clocks that run out before are dealt with."""
        with urlopen(f"{self.home}{MOVE}?to={moment.replace(' ', 'T')}%2B08:00") as answer:
            assert answer.status == 204

    def open(self, who: str, path: str = "") -> Page:
        """Let somebody open a page, or else the case."""
        page = self.page(who)
        page.goto(self.home + (path or self.case))
        return page

    def act(self, who: str, step: str, outcome: str, **typed: str) -> None:
        """Let somebody do a step from the page of the case."""
        page = self.open(who)
        asked = page.locator(".next-need p", has_text=step).locator("xpath=following::a[1]")
        page.get_by_role("link", name=f"办理：{step}").or_(asked).click()
        for label, text in typed.items():
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name=outcome, exact=True).click()
        expect(page.get_by_text("已办理。")).to_be_visible(timeout=SOON)


def staged(browser: Browser, folder: Path, cast: Mapping[str, Person]) -> Iterator[Scene]:
    """Set the stage with a cast and the accounts, on a server whose clock the journey moves."""
    departments.load()
    people = {**make_demo_accounts(), **cast}
    Crew(people)
    keys = {who.pk: session(who) for who in people.values()}
    with served(folder, None, TIMED) as home:
        for visit in windows(browser, home, lambda who: keys[who.pk]):
            yield Scene(home, visit, people)


def paper(text: str) -> dict[str, object]:
    """Give a small PDF that says what it stands for."""
    content = sheet(text, datetime(2025, 9, 4, tzinfo=ZONE))
    return {"name": f"{text}.pdf", "mimeType": "application/pdf", "buffer": content}
