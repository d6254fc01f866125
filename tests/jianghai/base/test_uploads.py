"""What is sent is what its content is, is measured as it streams, and leads nowhere by its name."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from jianghai.base.errors import UploadError
from jianghai.base.files import uploads

WORD = "word/document.xml"


def archive(**parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return held.getvalue()


class Endless:
    """A file that never ends, and tells how much of it was read."""

    def __init__(self) -> None:
        self.read_so_far = 0

    def read(self, size: int = -1) -> bytes:
        self.read_so_far += size
        return b"x" * size

    def seek(self, offset: int, whence: int = 0) -> int:
        return offset

    def tell(self) -> int:
        return 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (archive(**{WORD: "x"}), uploads.OFFICE + "wordprocessingml.document"),
        (archive(**{"xl/workbook.xml": "x"}), uploads.OFFICE + "spreadsheetml.sheet"),
        (archive(**{"OFD.xml": "x"}), "application/ofd"),
        (archive(**{"readme.txt": "x"}), ""),
        (archive(**{WORD: "x", "word/VBAPROJECT.BIN": "x"}), ""),
        (archive(**{WORD: "x", "[Content_Types].xml": "…macroEnabled…"}), ""),
        (archive(**{WORD: "x", "[Content_Types].xml": " " * (uploads.MOST_CONTENTS + 1)}), ""),
        (b"PK\x03\x04", ""),
        (b"", ""),
        (b"MZ\x90", ""),
    ],
    ids=[
        "pdf",
        "word",
        "excel",
        "ofd",
        "archive",
        "macros",
        "declared macros",
        "bomb",
        "broken",
        "nothing",
        "program",
    ],
)
def test_a_file_is_what_its_content_is(content, kind):
    assert uploads.kind_of(content) == kind
    assert uploads.kind_of(io.BytesIO(content)) == kind


def test_an_archive_that_lists_too_much_is_not_read():
    real = archive(**{WORD: "x"})
    at = real.rfind(uploads.ARCHIVE_END)
    claimed = real[: at + 12] + (uploads.MOST_LIST + 1).to_bytes(4, "little") + real[at + 16 :]
    assert uploads.kind_of(real)
    assert not uploads.kind_of(claimed)


def test_a_file_is_measured_and_left_at_its_beginning():
    file = io.BytesIO(b"0123456789" * 300_000)
    size, digest = uploads.measured("a", file, most_megabytes=3)
    assert (size, digest) == (3_000_000, hashlib.sha256(b"0123456789" * 300_000).hexdigest())
    assert file.tell() == 0


def test_a_file_too_large_is_refused_without_reading_it_to_its_end():
    file = Endless()
    with pytest.raises(UploadError, match=r"大\.pdf.*2 MB"):
        uploads.measured("大.pdf", file, most_megabytes=2)
    assert file.read_so_far == 3 * uploads.MEGABYTE


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\表.pdf", "表.pdf"),
        ("\x00", "文件"),
        ("a" * 300, "a" * 200),
    ],
)
def test_a_name_leads_nowhere(given, shown):
    assert uploads.shown_name(given) == shown
