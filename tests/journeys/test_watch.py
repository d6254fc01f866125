"""A camera is watched in the browser: the picture lives, events come with clips, marks are clicked, nothing leaves."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, Visit
from tests.journeys.staging import SOON
from tests.sightline.conftest import OPENCV_DOC, ROOT, models_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.skipif(not (OPENCV_DOC / "vtest.avi").exists(), reason="needs Debian's opencv-doc"),
    pytest.mark.skipif(
        not (models_folder() / "installed.json").exists(),
        reason="needs models: jianghai watch models install",
    ),
]
SITE = ROOT / "examples" / "sites" / "vtest" / "SITE.yaml"
PATIENCE = 90_000  # milliseconds until a clip is written on a busy machine
#: The page's own policy forbids that a test's words are evaluated in it again and again: the film tells by itself.
LOADED = """film => film.readyState >= 1 || new Promise((done) => film.addEventListener("loadedmetadata", done))"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Iterator[str]:
    """Watch the first seconds of the film as a user does, and give the page's address."""
    folder = tmp_path_factory.mktemp("watched")
    command = [sys.executable, "-c", "import sys; from jianghai.cli import main; sys.exit(main())"]
    command += ["watch", str(OPENCV_DOC / "vtest.avi"), "--site", str(SITE), "--show", "0"]
    command += ["--evidence", str(folder / "evidence"), "--seconds", "6"]
    command += ["--start", "2026-04-01T09:00:00+01:00"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with (
        (folder / "events").open("wb") as events,
        subprocess.Popen(
            command, stdout=events, stderr=subprocess.PIPE, env=environment
        ) as watching,
    ):
        assert watching.stderr is not None
        try:
            said = watching.stderr.readline().decode()
            yield re.findall(r"http://\S+", said)[0].rstrip("/")
        finally:
            watching.send_signal(signal.SIGTERM)
            watching.stderr.read()
    assert watching.returncode == 0
    assert '"line": "end"' in (folder / "events").read_text(encoding="utf-8")


@pytest.fixture
def visit(browser, home) -> Iterator[Visit]:
    """Open a window on the watch; afterwards nothing may have left the origin or failed in the console."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
    one = Visit(context.new_page(), home)
    one.page.on("request", lambda request: one.note(request.url))
    one.page.on("console", lambda said: said.type == "error" and one.wrong.append(said.text))
    yield one
    context.close()
    assert one.wrong == []


def look(visit: Visit, path: str) -> Page:
    """Open a page; its film never ends loading."""
    visit.page.goto(visit.home + path, wait_until="domcontentloaded")
    return visit.page


def test_events_come_with_a_clip_and_one_is_called_false(visit):
    page = look(visit, "/")
    expect(page.locator("#live")).to_be_visible()
    expect(page.locator("#plan svg ellipse").first).to_be_attached(timeout=SOON)
    shown = page.locator("#events .entry:has(.thumb img) h3 a").first
    expect(shown).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("document.getElementById('live').naturalWidth") == 768
    assert visit.faults() == []
    shown.click()
    expect(page.locator("video")).to_be_visible()
    page.locator("video").evaluate(LOADED)
    assert page.evaluate("document.querySelector('video').duration") > 1
    assert visit.faults() == []
    page.get_by_label("说明").fill("示例：路人")
    page.get_by_role("button", name="这是误报").click()
    expect(page.get_by_text("已标为误报")).to_be_visible()
    look(visit, "/")
    expect(page.locator("#events .entry.false .false-mark")).to_be_visible()


def test_a_rule_without_its_model_says_that_it_cannot_judge(visit):
    page = look(visit, "/")
    expect(page.locator(".silent")).to_contain_text("未戴安全帽", timeout=SOON)


def test_the_camera_is_calibrated_by_clicks_with_the_error_at_once(visit):
    page = look(visit, "/calibrate/view-1")
    expect(page.locator("#result")).to_contain_text("标定可用")
    rows = page.locator("#rows tbody tr")
    error = rows.first.locator(".error")
    before = error.inner_text()
    page.get_by_label("像素 x A").focus()
    box = page.locator("#still").bounding_box()
    assert box is not None
    scale = box["width"] / 768
    page.mouse.click(box["x"] + 290 * scale, box["y"] + 330 * scale)
    expect(error).not_to_have_text(before, timeout=SOON)
    expect(page.get_by_label("像素 x A")).to_have_value(re.compile(r"^(289|290)\."))
    assert visit.faults() == []
    for _mark in range(9):
        page.get_by_role("button", name="删去").first.click()
        expect(rows).to_have_count(12 - _mark - 1)
    expect(page.locator("#result")).to_contain_text("还不能用", timeout=SOON)


def test_marks_are_downloaded_as_a_site_file_takes_them(visit):
    page = look(visit, "/calibrate/view-1")
    with page.expect_download() as coming:
        page.get_by_role("button", name="下载 ground 段").click()
    ground = yaml.safe_load(Path(coming.value.path()).read_text(encoding="utf-8"))["ground"]
    assert len(ground["marks"]) == 9
    assert len(ground["held_out"]) == 3


def test_the_page_holds_on_a_phone_and_in_english(visit):
    visit.page.set_viewport_size(NARROW)
    for path in ("/?lang=en", "/calibrate/view-1"):
        page = look(visit, path)
        expect(page.locator("main")).to_contain_text("Camera 1")
        assert not visit.overflows()
        assert visit.faults() == []


def test_the_page_lives_without_a_script(browser, home):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(home, wait_until="domcontentloaded")
    expect(page.locator("#events .entry").first).to_be_visible()
    expect(page.locator("#plan svg")).to_be_visible()
    page.goto(f"{home}/calibrate/view-1")
    page.get_by_role("button", name="加一个点").click()
    expect(page.locator("#rows tbody tr")).to_have_count(13)
    context.close()
