"""A PDF from a stranger is taken only where it is whole, open, and neither acts nor hides anything."""

from __future__ import annotations

import hashlib
import io
import re
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from jianghai.base.errors import UploadError
from jianghai.casework import papers
from jianghai.casework.papers import checks
from jianghai.casework.papers.checks import PDF, REFUSED, checked
from tests.jianghai.casework.papers.made import written


def pdf(change=lambda writer: None, *, pages: int = 3) -> bytes:
    """Make a PDF of empty pages, changed by somebody."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    change(writer)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def named(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def acting(kind: str):
    """Let the first page do something when it is opened."""

    def change(writer: PdfWriter) -> None:
        action = named(S=NameObject(f"/{kind}"), F=TextStringObject("calc.exe"))
        writer.pages[0][NameObject("/AA")] = named(O=writer._add_object(action))

    return change


def drawn(kind: str):
    def change(writer: PdfWriter) -> None:
        note = named(Type=NameObject("/Annot"), Subtype=NameObject(f"/{kind}"))
        writer.pages[1][NameObject("/Annots")] = ArrayObject([note])

    return change


def with_xfa(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/AcroForm")] = named(XFA=TextStringObject("x"))


def named_script(writer: PdfWriter) -> None:
    """A script of the whole document, carried out when it is opened."""
    action = named(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
    tree = named(Names=ArrayObject([TextStringObject("a"), writer._add_object(action)]))
    writer.root_object[NameObject("/Names")] = named(JavaScript=tree)


def hidden(writer: PdfWriter) -> None:
    """A script that no page leads to, in an action of a bookmark."""
    action = named(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
    writer.root_object[NameObject("/Outlines")] = named(First=named(A=action))


def take(content: bytes, name: str = "报告.pdf"):
    return checked(name, content, kinds=[PDF], most_megabytes=60)


def reason(error: UploadError) -> str:
    return next(why for why, (zh, _en) in REFUSED.items() if zh == error.zh)


def test_an_honest_pdf_is_taken_with_its_pages_and_its_digest():
    content = pdf()
    found = take(content, "C:\\报告.pdf")
    assert (found.name, found.kind, found.pages) == ("报告.pdf", PDF, 3)
    assert (found.size, found.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_our_own_papers_are_taken():
    assert take(papers.pdf(written("decision"))).pages


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (named_script, "javascript"),
        (acting("JavaScript"), "javascript"),
        (acting("Launch"), "launch"),
        (acting("SubmitForm"), "launch"),
        (acting("GoToE"), "embedded"),
        (hidden, "javascript"),
        (lambda writer: writer.add_attachment("a.exe", b"MZ"), "embedded"),
        (drawn("FileAttachment"), "embedded"),
        (drawn("RichMedia"), "media"),
        (with_xfa, "dynamic"),
        (lambda writer: writer.encrypt("secret"), "encrypted"),
        (lambda writer: writer.encrypt("", "owner"), "encrypted"),
    ],
    ids=[
        "script", "page script", "program", "form", "leap", "hidden", "attachment", "pinned file", "film", "xfa",
        "locked", "restricted",
    ],
)  # fmt: skip
def test_what_acts_hides_or_is_locked_is_refused_by_its_reason(change, why):
    with pytest.raises(UploadError, match=r"报告\.pdf") as refused:
        take(pdf(change))
    assert reason(refused.value) == why


def test_a_name_written_in_numbers_is_still_read():
    content = pdf(acting("Launch")).replace(b"/Launch", b"/L#61unch")
    with pytest.raises(UploadError) as refused:
        take(content)
    assert reason(refused.value) in {"launch", "damaged"}


def test_a_pdf_that_breaks_off_is_refused_as_such():
    content = pdf(pages=50)
    with pytest.raises(UploadError) as refused:
        take(content[: len(content) // 2])
    assert reason(refused.value) == "truncated"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\n" + b"[" * 100_000 + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f\ntrailer<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9999999"
        b"/Kids[2 0 R 2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
    ],
    ids=["empty", "deep", "chain of tables", "ring of pages", "no pages"],
)
def test_what_only_begins_like_a_pdf_is_refused(content):
    with pytest.raises(UploadError) as refused:
        take(content)
    assert reason(refused.value) in {"damaged", "complex"}


def test_a_bomb_is_refused():
    body = zlib.compress(b"0" * 300_000_000, 9)
    # An object stream that is a few hundred kilobytes long and unfolds to three hundred million bytes.
    stream = b"9 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(body)
    xref = (
        b"\nendstream endobj\n10 0 obj<</Type/XRef/Size 12/W[1 4 1]/Index[1 1 9 3]/Root 1 0 R"
        b"/Length 24>>stream\n"
    )
    start = len(b"%PDF-1.7\n")
    at = start + len(stream) + len(body) + len(b"\nendstream endobj\n")
    rows = [(2, 9, 0), (1, start, 0), (1, at, 0), (2, 9, 1)]
    table = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + bytes([last]) for kind, place, last in rows
    )
    made = (
        b"%PDF-1.7\n"
        + stream
        + body
        + xref
        + table
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % at
    )
    with pytest.raises(UploadError) as refused:
        take(made)
    assert reason(refused.value) in {"damaged", "complex"}


def test_a_look_that_never_ends_is_ended(monkeypatch, tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(checks, "LOOKING", endless)
    monkeypatch.setattr(checks, "MOST_SECONDS", 1)
    with pytest.raises(UploadError) as refused:
        take(pdf())
    assert reason(refused.value) == "complex"


def test_another_kind_than_asked_for_is_refused():
    with pytest.raises(UploadError, match="格式"):
        checked("图.png", b"\x89PNG\r\n\x1a\n", kinds=[PDF], most_megabytes=1)
    with pytest.raises(UploadError):
        take(b"<html>")


def test_a_file_of_sixty_megabytes_is_refused_where_fewer_are_taken():
    file = TemporaryUploadedFile("大.pdf", PDF, 0, None)
    for _ in range(60):
        file.write(b"%PDF-" + b"x" * (1024 * 1024))
    with pytest.raises(UploadError, match="50 MB"):
        checked("大.pdf", file, kinds=[PDF], most_megabytes=50)
    file.close()


@pytest.mark.parametrize("wrap", ["memory", "disk"])
def test_what_django_hands_over_is_read_and_left_at_its_beginning(wrap):
    content = pdf(pages=40)
    if wrap == "memory":
        file = SimpleUploadedFile("a.pdf", content)
    else:
        file = TemporaryUploadedFile("a.pdf", PDF, len(content), None)
        file.write(content)
    assert checked("a.pdf", file, kinds=[PDF], most_megabytes=1).pages == 40
    assert file.read() == content
    file.close()


def test_every_refusal_says_what_to_do():
    for zh, en in REFUSED.values():
        assert re.search(r"请.*上传", zh)
        assert ";" in en
