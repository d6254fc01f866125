"""The whole corpus, checked: schemas, units, citations, editions and cases."""

from __future__ import annotations

from pathlib import Path

from rulebook.errors import CorpusError, Fault
from rulebook.library import CASES, load_library
from rulebook.policies import load_policies
from rulebook.proving.cases import check_cases
from rulebook.proving.policy_cases import check_policy_cases


def check_corpus(corpus: Path) -> tuple[Fault, ...]:
    """List everything that is wrong in a corpus folder; nothing means all is well."""
    try:
        library = load_library(corpus)
        shelf = load_policies(corpus, library)
    except CorpusError as error:
        return error.faults
    faults: list[Fault] = []
    for code in library.codes:
        path = corpus / "standards" / code / CASES
        if path.exists():
            faults.extend(check_cases(path, library, path.relative_to(corpus).as_posix()))
    for policy_id in shelf.policies:
        path = corpus / "policies" / policy_id / CASES
        if path.exists():
            faults.extend(check_policy_cases(path, shelf, path.relative_to(corpus).as_posix()))
    return tuple(faults)
