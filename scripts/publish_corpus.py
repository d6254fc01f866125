"""Note the hash of every edition of the corpus; from then on its file never changes.

`python scripts/publish_corpus.py` adds new editions to corpus/published.sha256 and refuses where a
published one was changed or deleted. Files of a draft are named *.draft.yaml and stay free.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

LIST = "published.sha256"
EDITION = re.compile(r"\d{4}-\d{2}-\d{2}\.yaml")


def editions(corpus: Path) -> dict[str, str]:
    """Give every edition with the hash of its file as it is now."""
    return {
        path.relative_to(corpus).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(corpus.rglob("*.yaml"))
        if EDITION.fullmatch(path.name)
    }


def published(corpus: Path) -> dict[str, str]:
    """Give every edition with the hash it was published with."""
    listed = corpus / LIST
    rows = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    return {name: digest for digest, name in (row.split("  ", 1) for row in rows)}


def changed(corpus: Path) -> list[str]:
    """Name the published editions that are no longer what they were."""
    now = editions(corpus)
    return [name for name, digest in published(corpus).items() if now.get(name) != digest]


def missing(corpus: Path) -> list[str]:
    """Name the editions that nobody has published yet."""
    return sorted(set(editions(corpus)) - set(published(corpus)))


def publish(corpus: Path) -> int:
    """Publish what is new and give how many editions there are; refuse where one was changed."""
    wrong = changed(corpus)
    if wrong:
        raise SystemExit(
            f"{', '.join(wrong)}: 已发布的版本不能修改或删除，请恢复原文件，另立新日期的文件。/ "
            "A published edition never changes; restore it and write a new file with a later day."
        )
    rows = [f"{digest}  {name}\n" for name, digest in sorted(editions(corpus).items())]
    (corpus / LIST).write_text("".join(rows), encoding="utf-8")
    return len(rows)


if __name__ == "__main__":
    root = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parent.parent / "corpus"
    print(f"{publish(root)} editions are published")
