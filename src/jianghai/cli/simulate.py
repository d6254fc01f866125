"""`jianghai simulate`: a policy with some values otherwise, tried on the firms of a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from jianghai.cli import corpus
from jianghai.cli.errors import CommandError
from jianghai.cli.evaluate import today
from jianghai.cli.inputs import assumed, latest, read
from jianghai.cli.policies import tried
from jianghai.cli.policies.below import nearest
from jianghai.cli.policies.choosing import edition, shelf_of
from jianghai.cli.policies.effect import Effect, weighed
from rulebook.errors import CorpusError, ExpressionError
from rulebook.policies.changes import revise
from rulebook.policies.shelf import follows
from rulebook.yamlfile import read as read_yaml

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rulebook.policies import Policy, Shelf
    from rulebook.yamlfile import Document

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "real-companies.csv"


def command(asked: argparse.Namespace) -> int:
    """Tell who gains, who loses and what it costs."""
    library = corpus.library()
    on = asked.on or today()
    shelf = shelf_of(library)
    changes = settings(asked.set or ())
    before, after = compared(shelf, on, asked.policy, changes)
    everyone = read(_file(asked.on_file), library.catalogue, on)
    firms = [everyone[place] for place in latest(everyone)]
    records = assumed(firms, library.catalogue, asked.assume)
    others = tuple(policy for policy in shelf.chosen(on) if policy.id != after.id)
    applied = () if _gone(after, on, changes) else (after,)
    forms = [(*others, *((before,) if before else ())), (*others, *applied)]
    try:
        sides = weighed(records, shelf, on, forms)
    except ExpressionError as wrong:
        raise CommandError(
            f"{asked.policy}：{wrong.what.zh}。{wrong.remedy.zh}",
            f"{wrong.what.en}. {wrong.remedy.en}",
        ) from wrong
    effect = Effect(records, (before, after), (sides[0], sides[1]))
    below = nearest(records, after, sides[1].holdings) if applied else []
    trial = tried.Trial(on, changes, tuple(asked.assume or ()), effect, below)
    if asked.format == "json":
        print(json.dumps(tried.as_dict(trial), ensure_ascii=False, indent=2))
    else:
        print(tried.told(trial))
    return 0


def _gone(policy: Policy, on: date, changes: Mapping[str, str]) -> bool:
    """Tell whether a policy no longer applies as changed; a draft counts as if it were in force, whatever it says."""
    ended = policy.closes is not None and policy.closes < on
    later = "opens" in changes and policy.opens > on
    return ended or later or ("status" in changes and not policy.answerable)


def settings(given: Sequence[str]) -> dict[str, str]:
    """Read ``path=value`` pairs."""
    found = {}
    for one in given:
        path, equals, value = one.partition("=")
        if not equals or not path.strip() or not value.strip():
            raise CommandError(
                f"--set {one}：应写作 路径=值，如 C5.1/amount/rate=15%",
                f"--set {one}: write path=value, such as C5.1/amount/rate=15%",
            )
        found[path.strip()] = value.strip()
    return found


def compared(
    shelf: Shelf, on: date, named: str, changes: Mapping[str, str]
) -> tuple[Policy | None, Policy]:
    """Give the policy before and after: the edition in force and its revision, or what a draft file replaces."""
    if named in shelf.policies or not Path(named).suffix:
        now = edition(shelf, on, named)
        if not changes:
            raise CommandError(
                "请用 --set 路径=值 写明改什么，或给出草稿文件",
                "say what changes with --set path=value, or give a draft file",
            )
        return now, _read(shelf, now.source, changes)
    try:
        document = read_yaml(Path(named))
    except CorpusError as wrong:
        raise _refusal(wrong) from wrong
    draft = _read(shelf, document, changes)
    current = shelf.policy(draft.id, on) if draft.id in shelf.policies else None
    if current is not None and draft.opens < current.opens:
        raise _refusal(CorpusError(tuple(follows(current, draft))))
    return (current if current is not None and current.answerable else None), draft


def _read(shelf: Shelf, document: Document, changes: Mapping[str, str]) -> Policy:
    try:
        return shelf.read(revise(document, changes) if changes else document)
    except CorpusError as wrong:
        told = " ".join(f"--set {path}={value}" for path, value in changes.items())
        raise _refusal(wrong, told) from wrong


def _refusal(wrong: CorpusError, told: str = "") -> CommandError:
    first, more = wrong.faults[0], len(wrong.faults) - 1
    lead = f"{told}：" if told else ""
    zh, en = (f"（另有 {more} 处）", f" ({more} more)") if more else ("", "")
    return CommandError(
        f"{lead}{first.where}: {first.what.zh}。{first.remedy.zh}{zh}",
        f"{first.what.en}. {first.remedy.en}{en}",
    )


def _file(given: str | None) -> Path:
    """Give the file of firms: the one named, or the example of real companies in a checkout."""
    if given:
        return Path(given)
    if not EXAMPLE.is_file():
        raise CommandError(
            "请用 --on-file 给出企业文件（CSV 或 XLSX）", "name a file of firms with --on-file"
        )
    return EXAMPLE
