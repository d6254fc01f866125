from __future__ import annotations

import gettext
import re
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation.template import templatize

import jianghai.web
from jianghai.standards import actions
from jianghai.standards.rules import corpus
from jianghai.web.english import citation_of

WEB = Path(jianghai.web.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get("/").headers["Location"] == reverse("account_login")
    assert client.get(reverse("zone")).headers["Location"].startswith(reverse("account_login"))


def test_a_wrong_password_is_told_in_words(client, lin):
    page = client.post(reverse("account_login"), {"login": "lin", "password": "wrong"})
    assert 'role="alert"' in page.content.decode()


def test_a_page_that_is_not_there_says_what_to_do(lins):
    answer = lins.get("/nowhere/")
    assert answer.status_code == 404
    assert "请检查网址" in answer.content.decode()


def test_a_wrong_method_is_told_in_words(lins):
    answer = lins.get(reverse("theme"))
    assert answer.status_code == 405
    assert "请从页面上的按钮" in answer.content.decode()


def test_the_theme_is_remembered_and_sends_nobody_away(lins):
    answer = lins.post(reverse("theme"), {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert 'data-bs-theme="dark"' in lins.get(reverse("rules")).content.decode()


def test_the_language_is_a_switch(lins):
    lins.post(reverse("set_language"), {"language": "en", "next": "/rules/"})
    assert "Rulebook" in lins.get(reverse("rules")).content.decode()


def test_no_page_runs_a_script_of_its_own_text(lins):
    answer = lins.get(reverse("rules"))
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    assert " style=" not in answer.content.decode()


def test_english_citations_keep_no_chinese_but_the_numbers_of_documents():
    rules = [
        rule
        for standard in corpus().standards.values()
        for edition in standard.editions
        for rule in (*edition.walk(), *edition.amounts, *edition.shares)
    ]
    cited = {re.sub(r"\S+〔\d+〕\d+号", "", citation_of(rule.cite)) for rule in rules}
    assert not [text for text in cited if CHINESE.search(text)]


def test_chen_reads_where_zone_indicators_and_cohorts_come_from_in_english(chens, known):
    actions.refresh()
    chens.cookies["django_language"] = "en"
    assert "Torch statistics: added value" in chens.get("/zone/overview/").content.decode()
    home = chens.get(reverse("firm", args=[known.pk])).content.decode()
    assert "enterprises registered in this zone, figures of 2025" in home
    assert "本园区登记企业" not in home


def test_every_chinese_sentence_of_the_pages_has_its_english():
    known = gettext.translation("django", WEB / "locale", ["en"])._catalog
    texts = {key if isinstance(key, str) else key[0] for key, told in known.items() if told}
    said = {text for path in WEB.rglob("*.html") for text in in_template(path)}
    said |= {text for path in WEB.rglob("*.py") for text in in_code(path)}
    assert said - texts == set()


def in_template(path: Path) -> set[str]:
    found = re.findall(
        r"n?gettext\(u?'((?:[^'\\]|\\.)*)'|_\(u?'((?:[^'\\]|\\.)*)'",
        templatize(path.read_text(encoding="utf-8")),
    )
    return {text for pair in found for text in pair if CHINESE.search(text)}


def in_code(path: Path) -> set[str]:
    return set(
        re.findall(
            r'\b(?:_|gettext_noop)\("([^"]*[\u4e00-\u9fff][^"]*)"', path.read_text(encoding="utf-8")
        )
    )


def test_nothing_is_fetched_from_elsewhere():
    for path in [*WEB.rglob("*.html"), *(WEB / "static/web").iterdir()]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org", "")
        assert not re.search(r"(src|href|url)\W{1,2}https?://", text), path
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"] == ("'self'",)


def test_too_many_wrong_passwords_are_told_in_words(client, lin):
    wrong = {"login": "lin", "password": "wrong"}
    tries = [client.post(reverse("account_login"), wrong) for _ in range(8)]
    assert tries[-1].status_code == 429
    assert tries[-1].headers["Retry-After"] == "900"
    page = tries[-1].content.decode()
    assert "<!DOCTYPE html>" in page
    assert "请 15 分钟后再试" in page
