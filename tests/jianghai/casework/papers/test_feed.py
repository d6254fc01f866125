"""The feed of public notices is Atom, holds the same address for the same notice, and nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from defusedxml.ElementTree import fromstring

from jianghai.casework import papers

ATOM = "{http://www.w3.org/2005/Atom}"
AT = datetime(2025, 9, 8, 1, tzinfo=UTC)
FEED = papers.Feed(
    title="公示公告",
    home="https://zone.example/public/",
    address="https://zone.example/public/feed.atom",
    issuer="南通高新区",
    id=papers.tag("zone.example", date(2025, 1, 1), "public"),
    since=AT - timedelta(days=9),
)
ENTRY = papers.Entry(
    id=papers.tag("zone.example:8000", date(2025, 9, 8), "publicity/1"),
    title="受理公示 <某项目> & 其他",
    summary="<script>alert(1)</script>五个工作日\x00",
    link="https://zone.example/public/1",
    published=AT,
    updated=AT,
    category="受理公示",
)
LATER = replace(ENTRY, id="tag:zone.example,2025-09-16:publicity/2", updated=AT + timedelta(days=8))


def read(*entries: papers.Entry):
    return fromstring(papers.atom(FEED, entries))


def test_a_feed_has_what_the_standard_asks_for():
    feed = read(ENTRY, LATER)
    for name in ("id", "title", "updated", "author"):
        assert feed.find(ATOM + name) is not None
    assert feed.find(ATOM + "updated").text == "2025-09-16T01:00:00+00:00"
    links = {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}
    assert links == {"alternate": FEED.home, "self": FEED.address}
    for entry in feed.findall(ATOM + "entry"):
        for name in ("id", "title", "updated", "published", "summary", "link"):
            assert entry.find(ATOM + name) is not None


def test_the_newest_change_comes_first_and_the_same_feed_is_the_same_bytes():
    ids = [entry.find(ATOM + "id").text for entry in read(ENTRY, LATER).findall(ATOM + "entry")]
    assert ids == [LATER.id, "tag:zone.example,2025-09-08:publicity/1"]
    assert papers.atom(FEED, [ENTRY, LATER]) == papers.atom(FEED, [LATER, ENTRY])


def test_what_people_typed_stays_text():
    entry = read(ENTRY).find(ATOM + "entry")
    assert entry.find(ATOM + "title").text == "受理公示 <某项目> & 其他"
    summary = entry.find(ATOM + "summary")
    assert summary.get("type") == "html"
    assert summary.text == "&lt;script&gt;alert(1)&lt;/script&gt;五个工作日"


def test_an_empty_feed_asks_no_clock():
    assert read().find(ATOM + "updated").text == "2025-08-30T01:00:00+00:00"
