"""Find the browser that journeys drive, and start it."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def chromium() -> str | None:
    """Give the path of a Chromium: the one CHROMIUM names, else the first on the path."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def started() -> Iterator[Browser]:
    """Start the browser, without its sandbox where root runs it, and end it afterwards."""
    # Playwright keeps an event loop in this thread; Django would refuse to ask its database here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=options)
        yield browser
        browser.close()
