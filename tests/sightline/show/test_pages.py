"""What the page says and draws."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import cv2
import numpy as np
import pytest

from sightline.show.book import LONGEST, Book
from sightline.show.desk import Desk
from sightline.show.marks import Row, attempt, rows_from, rows_of, written
from sightline.show.screen import Health, Screen, Shown
from sightline.show.web.answers import Asked
from sightline.show.words import WORDS
from sightline.site import site_of
from sightline.site.chain import Chain
from tests.sightline.site.test_chain import look
from tests.sightline.watch.made import NOON, frame, said, yard


@pytest.fixture
def desk():
    """Show two people, one of them in the pit, after the rule has told of them."""
    return shown(yard())


def shown(site, walk=((5, 4.5), (5.8, 4.5))):
    chain, screen, book = Chain(site, frozenset({"helmet"})), Screen(site), Book()
    for number in range(12):
        step = chain.step(look(number, *walk))
        screen.show(
            Shown(frame(number), step, Health(rate=5.0, taken=number + 1, models=("made",)))
        )
        for event in step.events:
            book.tell(event)
    dismissed = []
    desk = Desk(
        {site.camera.id: screen}, book, lambda entry, why: dismissed.append((entry.id, why))
    )
    desk.dismissed = dismissed
    return desk


def get(desk, path, language="zh", method="GET", **more):
    """Ask the desk as the server does."""
    asked = Asked(path, more.get("query", {}), language, more.get("form", {}), {}, "t0ken")
    for (way, pattern), does in desk.routes().items():
        if way == method and re.fullmatch(pattern, path):
            return does(asked)
    raise LookupError(path)


def test_the_page_shows_everything_without_any_script(desk):
    text = get(desk, "/").body.decode()
    assert "<h1>一号机" not in text
    for word in ("料场", "平面图", "基坑", "/live/cam-1.mjpg", "报警", "这是误报", "t0ken"):
        assert word in text
    assert "<script>" not in text
    assert " style=" not in text


def test_the_same_page_in_english_has_no_chinese_but_the_switch(desk):
    text = get(desk, "/", "en").body.decode().replace("中文", "")
    assert "Yard" in text
    assert not re.search(r"[\u4e00-\u9fff]", text)


def test_the_plan_draws_who_stands_where_with_their_ellipse(desk):
    text = get(desk, "/part/cam-1").body.decode()
    plan = json.loads(text)["plan"]
    assert plan.count("<ellipse") == 2
    assert "one alarm" in plan
    assert "one calm" not in plan or plan.count("one calm") == 1


def test_what_has_not_changed_is_not_sent_again(desk):
    first = json.loads(get(desk, "/part/cam-1").body)
    again = json.loads(get(desk, "/part/cam-1", query={"turn": str(first["turn"])}).body)
    assert "events" in first
    assert "events" not in again


def test_the_live_picture_is_drawn_upon_and_the_still_one_is_not(desk):
    live, still = (get(desk, f"/{name}/cam-1.jpg").body for name in ("live", "still"))
    one, two = (cv2.imdecode(np.frombuffer(body, np.uint8), 1) for body in (live, still))
    assert one.shape == two.shape == (480, 640, 3)
    assert np.abs(two.astype(int) - frame(11).image).mean() < 6
    assert (np.abs(one.astype(int) - two).max(axis=2) > 60).sum() > 1000


def test_the_film_gives_picture_after_picture(desk):
    parts = iter(get(desk, "/live/cam-1.mjpg").parts)
    assert next(parts).startswith(b"--picture")
    assert b"\xff\xd8\xff" in next(parts)


def test_an_event_has_a_page_and_can_be_called_false(desk):
    entry = desk.book.newest()[0]
    text = get(desk, f"/event/{entry.id}").body.decode()
    assert entry.event.text.zh in text
    answer = get(desk, f"/event/{entry.id}/false", method="POST", form={"remark": ("锥筒",)})
    assert (answer.status, answer.headers["Location"]) == (303, f"/event/{entry.id}")
    assert desk.dismissed == [(entry.id, "锥筒")]
    again = get(desk, f"/event/{entry.id}").body.decode()
    assert "已标为误报" in again
    assert "<form" not in again


GONE = ["/event/none", "/camera/none", "/live/none.jpg", "/event/none/clip.mp4", "/static/none.css"]


@pytest.mark.parametrize("path", GONE)
def test_what_is_not_there_is_said_so(desk, path):
    assert get(desk, path).status == 404


def test_an_event_without_evidence_gives_no_file(desk):
    assert get(desk, f"/event/{desk.book.newest()[0].id}/clip.mp4").status == 404


def test_the_clip_of_an_event_is_given(desk, tmp_path):
    (tmp_path / "clip.mp4").write_bytes(b"film")
    entry = desk.book.newest()[0]
    desk.book.prove(entry.id, tmp_path)
    assert get(desk, f"/event/{entry.id}/clip.mp4").body == b"film"
    assert "<video" in get(desk, f"/event/{entry.id}").body.decode()


def test_a_name_that_is_markup_stays_text():
    bad = "<script>alert(1)</script>"
    site = site_of(said(site={"id": "yard", "name": {"zh": bad, "en": bad}}))
    text = get(shown(site), "/").body.decode()
    assert bad not in text
    assert "&lt;script&gt;" in text


def test_a_camera_without_marks_offers_to_calibrate():
    site = yard(camera={"id": "cam-1", "size": [640, 480]}, zones=[], lines=[], parts=[], rules=[])
    text = get(shown(site), "/").body.decode()
    assert "/calibrate/cam-1" in text
    assert "还没有标定" in text


def test_every_word_is_there_in_both_languages():
    assert all(text.zh and text.en for text in WORDS.values())


def test_the_book_forgets_the_oldest():
    book = Book()
    desk = shown(yard())
    event = desk.book.newest()[0].event
    for number in range(LONGEST + 5):
        later = event.at + timedelta(seconds=number)
        book.tell(type(event)(**{**_fields(event), "id": f"e{number}", "at": later}))
    assert len(book.newest(most=1000)) == LONGEST
    assert book.newest()[0].id == f"e{LONGEST + 4}"


def _fields(event):
    return {name: getattr(event, name) for name in event.__slots__}


# --- calibration


def form(rows):
    """Give the fields as a browser sends them."""
    names = ("id", "x", "y", "X", "Y")
    columns = {name: tuple(getattr(row, name) for row in rows) for name in names}
    return columns | {"held": tuple(str(n) for n, row in enumerate(rows) if row.held)}


def test_the_marks_of_the_site_file_are_there_to_begin_with():
    tried = attempt(rows_from(yard()), yard().camera)
    assert tried.refused is None
    assert tried.held[0] < 0.05


def test_three_marks_are_refused_in_words(desk):
    rows = rows_from(yard())[:3]
    told = json.loads(get(desk, "/calibrate/cam-1/check", method="POST", form=form(rows)).body)
    assert "还不能用" in told["result"]
    assert told["errors"] == {}


def test_an_error_of_a_mark_is_seen_at_once(desk):
    rows = list(rows_from(yard()))
    good = json.loads(get(desk, "/calibrate/cam-1/check", method="POST", form=form(rows)).body)
    assert good["errors"]["F"] < 0.05
    rows[-1] = Row("F", rows[-1].x, str(float(rows[-1].y) + 12), rows[-1].X, rows[-1].Y, held=True)
    bad = json.loads(get(desk, "/calibrate/cam-1/check", method="POST", form=form(rows)).body)
    assert bad["errors"].get("F", 1.0) > 0.15


def test_rows_come_and_go_without_a_script(desk):
    rows = rows_from(yard())
    more = get(
        desk, "/calibrate/cam-1", method="POST", form=form(rows) | {"add": ("1",)}
    ).body.decode()
    assert more.count("<tr>") == len(rows) + 2
    assert len(rows_of(form(rows) | {"remove": ("0",)})) == len(rows) - 1


def test_what_is_downloaded_is_what_a_site_file_takes(desk):
    answer = get(desk, "/calibrate/cam-1/ground.yaml", method="POST", form=form(rows_from(yard())))
    import yaml

    ground = yaml.safe_load(answer.body)["ground"]
    site = site_of(said(camera={"id": "cam-1", "size": [640, 480], "ground": ground}))
    assert site.camera.ground.held_out == pytest.approx(yard().camera.ground.held_out, abs=1e-3)


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", "", "left", "1,5"])
def test_a_number_that_is_none_leaves_its_mark_out(value):
    assert Row("A", value, "2", "3", "4").mark is None


def test_a_name_of_a_mark_cannot_break_the_file():
    import yaml

    text = written([Row("a: [x", "1", "2", "3", "4")])
    assert yaml.safe_load(text)["ground"]["marks"][0]["id"] == "a: [x"


def test_noon_is_shown_by_the_sites_clock(desk):
    assert f"{NOON.isoformat()[:10]}" in get(desk, "/").body.decode()
    assert "04-01 12:00:0" in get(desk, "/").body.decode()
