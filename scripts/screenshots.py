"""Take the pictures under docs/screenshots: `python scripts/screenshots.py [NAME …]`, all of them or those named.

Starts Jianghai with its made-up zone in a folder of its own, opens the main pages at 1366 and 390
pixels in light and dark, and stops it again. Needs Chromium on the path, or CHROMIUM.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
PASSWORD = "jianghai-demo"  # noqa: S105 - printed on the sign-in page
PATIENCE = 600
#: The lab with the made-up policy, its R&D threshold moved from 5 % to 4 %.
LAB = f"/desk/lab/?what=demo-zone/innovation@{time.strftime('%Y')}-01-01&k:M2.share/threshold=4"
#: Name of the picture, account, page; `@` stands for the first firm of the list, `>` for the first entry of one.
PAGES = (
    ("sign-in", "", "/accounts/login/"),
    ("my-enterprise", "enterprise", "/"),
    ("standard", "enterprise", "@standards/hnte/"),
    ("facts", "enterprise", "@facts/"),
    ("zone", "staff", "/zone/overview/"),
    ("enterprises", "staff", "/zone/firms/?sort=points"),
    ("one-step-away", "staff", "/zone/steps/?title=tech-sme"),
    ("import", "staff", "/imports/"),
    ("weights", "admin", "/weights/"),
    ("rule", "staff", "/rules/little-giant/"),
    ("editions", "staff", "/rules/little-giant/compare/"),
    ("owed", "enterprise", "@owed/"),
    ("owed-clause", "enterprise", "@owed/demo-zone/innovation/M7/"),
    ("owed-calendar", "enterprise", "@owed/calendar/"),
    ("inbox", "enterprise", "/inbox/"),
    ("payout", "enterprise", "/payouts/1/"),
    ("policies", "enterprise", "/policies/"),
    ("policy", "enterprise", "/policies/demo-zone/innovation/"),
    ("policy-drafts", "staff", "/desk/policies/"),
    ("policy-lab", "staff", LAB),
    ("payouts", "staff", "/desk/payouts/"),
    ("pushes", "staff", "/desk/pushes/"),
    ("appointments", "enterprise", "/appointments/"),
    ("booking", "enterprise", "/appointments/book/?service=consultation&window=2"),
    ("window", "staff", "/windows/1/"),
    ("window-week", "staff", "/windows/1/week/"),
    ("windows-load", "leader", "/windows/load/"),
    ("services", "", "/services/"),
    ("service", "enterprise", "/services/eia-form/"),
    ("my-cases", "enterprise", "/my/cases/"),
    ("my-case", "enterprise", "/my/cases/ > 示例陶瓷基板项目"),
    ("workbench", "handler", "/workbench/?tab=risk"),
    ("cases-overview", "leader", "/workbench/overview/"),
    ("case", "handler", "/cases/?q=示例陶瓷基板项目 > 示例陶瓷基板项目"),
    ("review", "drafter", "/my/cases/ > 示例功率模块项目 > 条审阅意见"),
    ("public-notices", "", "/public/notices/"),
    ("public-notice", "", "/public/notices/ > 关于拟对示例陶瓷基板项目"),
    ("verify", "enterprise", "/my/cases/ > 示例封装基板扩产项目 > 核验$"),
)
ENTRY = "[href^='/cases/2'], [href*='/notices/']:not([href$=atom])"
LOOKS = (("", 1366, 900, "light"), ("-dark", 1366, 900, "dark"), ("-390", 390, 844, "light"))
DARK_TOO = {"my-enterprise", "standard", "zone", "owed", "my-case", "workbench", "case"}


@contextmanager
def served() -> Iterator[str]:
    """Serve a made-up zone on a free port until the block ends; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(ROOT / "scripts" / "serve.py"), "--port", port]
        server = subprocess.Popen(command, env={**os.environ, "VAR_DIR": folder, "DEMO": "1"})
        try:
            address = f"http://127.0.0.1:{port}"
            wait(address, server)
            yield address
        finally:
            server.terminate()
            server.wait()


def wait(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; stop with a word where it does not."""
    for _second in range(PATIENCE):
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except (URLError, OSError):
            if server.poll() is not None:
                raise SystemExit("the server stopped before it answered; see above") from None
            time.sleep(1)
        else:
            return
    raise SystemExit(f"the server did not answer within {PATIENCE} seconds")


def signed_in(
    browser: Browser, address: str, account: str, look: tuple[str, int, int, str]
) -> Page:
    """Open a window and sign in."""
    _name, width, height, theme = look
    size = {"width": width, "height": height}
    scheme = "dark" if theme == "dark" else "light"
    page = browser.new_page(viewport=size, color_scheme=scheme, locale="zh-CN")  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE * 1000)  # the first page of a new installation compiles
    if account:
        page.goto(f"{address}/accounts/login/")
        page.fill("#id_login", account)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_selector(".top-nav")
    return page


def take(page: Page, address: str, path: str, file: Path) -> None:
    """Open a page and keep its picture."""
    if path.startswith("@"):
        page.goto(address)
        path = page.url.removeprefix(address) + path[1:]
    if path.startswith(">"):
        page.goto(address + path[1:])
        path = page.locator(f"main a:is({ENTRY})").first.get_attribute("href") or path[1:]
    path, *links = path.split(" > ")
    page.goto(address + path)
    for words in links:
        page.get_by_role("link", name=re.compile(words)).locator("visible=true").last.click()
        page.wait_for_load_state()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)  # charts grow for a moment
    page.screenshot(path=file)
    print(file.relative_to(ROOT))


def wanted(named: Sequence[str]) -> Iterator[tuple[tuple[str, int, int, str], str, str, str]]:
    """Give every picture to take: how it looks, its name, the account and the page."""
    for look in LOOKS:
        for name, account, path in PAGES:
            if (look[3] != "dark" or name in DARK_TOO) and (not named or name in named):
                yield look, name, account, path


def main() -> None:
    """Take every picture."""
    chromium = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    if chromium is None:
        raise SystemExit("no Chromium found: install chromium, or set CHROMIUM to its path")
    PICTURES.mkdir(parents=True, exist_ok=True)
    options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        for look, name, account, path in wanted(sys.argv[1:]):
            page = signed_in(browser, address, account, look)
            take(page, address, path, PICTURES / f"{name}{look[0]}.png")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
