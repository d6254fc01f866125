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
    assert reason(refused.value) == "launch"


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


def packed(*objects: bytes) -> bytes:
    """Make a PDF whose objects lie compressed in one stream; the first is its root."""
    offsets = [sum(len(one) + 1 for one in objects[:number]) for number in range(len(objects))]
    index = b"".join(b"%d %d " % (number + 1, at) for number, at in enumerate(offsets))
    body = zlib.compress(index + b" ".join(objects), 9)
    holder = len(objects) + 1
    made = b"%PDF-1.7\n" + b"%d 0 obj<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n" % (
        holder, len(objects), len(index), len(body)
    ) + body + b"\nendstream endobj\n"  # fmt: skip
    rows = [(2, holder, number) for number in range(len(objects))] + [(1, 9, 0), (1, len(made), 0)]
    table = b"".join(
        bytes([kind]) + at.to_bytes(4, "big") + bytes([last]) for kind, at, last in rows
    )
    return made + (
        b"%d 0 obj<</Type/XRef/Size %d/W[1 4 1]/Index[1 %d]/Root 1 0 R/Length %d>>stream\n%s\nendstream endobj\n"
        b"startxref\n%d\n%%%%EOF" % (holder + 1, holder + 2, len(rows), len(table), table, len(made))
    )  # fmt: skip


PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"


def test_a_pdf_packed_into_streams_is_taken_and_looked_into():
    assert take(packed(b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE)).pages == 1
    with pytest.raises(UploadError) as refused:
        take(
            packed(
                b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/J#61vaScript/JS(x)>>>>", PAGES, PAGE
            )
        )
    assert reason(refused.value) == "javascript"


def test_a_name_to_fear_in_mere_text_is_no_reason():
    root = b"<</Type/Catalog/Pages 2 0 R/Title(about /JavaScript and /Launch )>>"
    assert take(packed(root, PAGES, PAGE)).pages == 1


def test_a_stream_that_unfolds_without_end_is_refused():
    with pytest.raises(UploadError) as refused:
        take(
            packed(b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE, b"(" + b"0" * 300_000_000 + b")")
        )
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
