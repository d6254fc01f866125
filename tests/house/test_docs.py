"""What the documentation says can be done."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, having, read

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
PAGES = having(".md")
TELLING = [page for page in PAGES if BLOCK.search(read(page))]
PARTS = ("## Context", "## Decision", "## Consequences")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))


def targets() -> set[str]:
    """Give the targets of the Makefile."""
    return set(re.findall(r"^([a-z-]+):.*##", read(Path("Makefile")), re.MULTILINE))


def anchors(page: Path) -> set[str]:
    """Give the addresses of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def goes(link: str, page: Path) -> bool:
    """Tell whether a link of a page leads somewhere in the project, or out of it."""
    if re.match(r"[a-z]+:", link):
        return True
    if "screenshots/" in link and not (ROOT / "docs" / "screenshots").is_dir():
        return True  # pictures come from scripts/screenshots.py
    name, _, anchor = link.partition("#")
    there = (ROOT / page.parent / name).resolve() if name else ROOT / page
    return there.exists() and (not anchor or there.is_dir() or anchor in anchors(there))


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_leads_somewhere(page):
    assert not [link for link in LINK.findall(read(page)) if not goes(link, page)]


def test_both_readmes_show_the_same_picture_and_commands():
    english, chinese = read(Path("README.md")), read(Path("README.zh-CN.md"))
    make = re.compile(r"^make \w+", re.MULTILINE)
    assert make.findall(english) == make.findall(chinese) == ["make run", "make test"]
    picture = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
    assert picture.findall(english) == picture.findall(chinese)


@pytest.mark.parametrize("page", TELLING, ids=str)
def test_every_make_command_exists(page):
    told = {
        target
        for block in BLOCK.findall(read(page))
        for target in re.findall(r"(?:^|\s)make ([a-z-]+)", block)
    }
    assert told <= targets()


def commands() -> set[str]:
    """Give the commands of the console script."""
    from jianghai.cli.door import parser

    groups = [group for group in parser()._actions if isinstance(group, argparse._SubParsersAction)]
    return set(groups[0].choices)


@pytest.mark.parametrize("page", TELLING, ids=str)
def test_every_command_of_the_console_script_exists(page):
    blocks = "\n".join(BLOCK.findall(read(page)))
    assert set(re.findall(r"(?:^|/)jianghai ([a-z]+)", blocks, re.MULTILINE)) <= commands()


def test_ci_runs_the_commands_of_the_readme():
    lines = read(Path(".ci/run")).splitlines()
    assert [line for line in lines if line.startswith("make ")][:2] == ["make check", "make test"]


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_a_decision_is_one_page_with_its_parts(page):
    text = page.read_text(encoding="utf-8")
    assert all(part in text for part in PARTS)
    assert re.search(r"^\d{4}-\d{2}-\d{2} · (accepted|replaced by)", text, re.MULTILINE)
    assert len(text.splitlines()) <= 60
    assert page.name in read(Path("docs/decisions/README.md"))
