"""The whole corpus, checked: schemas, units, citations, editions and cases."""

from __future__ import annotations

from pathlib import Path

from rulebook.errors import CorpusError, Fault
from rulebook.library import CASES, load_library
from rulebook.proving.cases import check_cases


def check_corpus(corpus: Path) -> tuple[Fault, ...]:
    """List everything that is wrong in a corpus folder; nothing means all is well."""
    try:
        library = load_library(corpus)
    except CorpusError as error:
        return error.faults
    faults: list[Fault] = []
    for code in library.codes:
        path = corpus / "standards" / code / CASES
        if path.exists():
            faults.extend(check_cases(path, library, path.relative_to(corpus).as_posix()))
    return tuple(faults)
