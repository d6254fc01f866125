"""`jianghai whatif`: the smallest changes that bring a firm to a title or a clause, and what to ask next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianghai.cli import corpus, shapes
from jianghai.cli.errors import CommandError
from jianghai.cli.evaluate import Ranked, editions_of, today
from jianghai.cli.inputs import assumed, read
from jianghai.cli.policies.choosing import clause, shelf_of
from rulebook.entitle.steps import next_steps
from rulebook.evaluate import evaluate
from rulebook.values import Verdict
from rulebook.whatif import WhatIf, whatif

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from rulebook.entitle.steps import Steps
    from rulebook.policies import Item
    from rulebook.records import Record
    from rulebook.results import Result


def command(asked: argparse.Namespace) -> int:
    """Tell for one firm what would bring it to the goal, or to every title it does not hold."""
    if asked.goal and "#" in asked.goal:
        return _clause(asked)
    library = corpus.library()
    on = asked.on or today()
    editions = editions_of(library, on, [asked.goal] if asked.goal else None)
    everyone = read(Path(asked.file), library.catalogue, on)
    records = assumed(everyone, library.catalogue, asked.assume)
    record = chosen(records, asked.firm)
    cohorts = Ranked(asked.cohort, library, on, records).of(record)
    answers = []
    for edition, result in zip(
        editions, evaluate(record, editions, cohorts=cohorts, presume=asked.presume), strict=True
    ):
        if asked.goal or (result.kind == "title" and result.verdict != Verdict.MET):
            answers.append((result, whatif(record, edition, cohorts=cohorts)))
    if asked.format == "json":
        print(json.dumps([as_dict(*answer) for answer in answers], ensure_ascii=False, indent=2))
    else:
        print(
            "\n\n".join(told(*answer) for answer in answers)
            or "各项均已达到 / everything is met already"
        )
    return 0


def _clause(asked: argparse.Namespace) -> int:
    """Tell what would bring the firm a clause of a policy, or more of what the clause gives."""
    library = corpus.library()
    on = asked.on or today()
    shelf = shelf_of(library)
    item = clause(shelf, on, asked.goal)
    records = read(Path(asked.file), library.catalogue, on)
    record = chosen(assumed(records, library.catalogue, asked.assume), asked.firm)
    result = evaluate(record, [item.edition])[0]
    steps = next_steps(record, item)
    if asked.format == "json":
        answer = {**as_dict(result, steps.reach), "clause": steps.clause}
        answer["amount"] = steps.now.as_dict()
        answer["more"] = [raised.as_dict() for raised in steps.more]
        print(json.dumps([answer], ensure_ascii=False, indent=2))
    else:
        print(_steps(item, result, steps))
    return 0


def _steps(item: Item, result: Result, steps: Steps) -> str:
    """Tell a clause in Chinese: where the firm stands, what would reach it, what would bring more."""
    said = shapes.WORDS[result.verdict.word]
    amount = f"，可得 {steps.now.zh}" if item.formula is not None and steps.now.low else ""
    lines = [f"{item.name.zh}（{item.key}）：{said}{amount}"]
    lines += _sections(result, steps.reach)
    if steps.more:
        lines.append("  再进一步，金额更多：")
        lines += [f"    - {one.change.sentence.zh}：可得 {one.sum.zh}" for one in steps.more]
    if len(lines) == 1:
        met = result.verdict is Verdict.MET
        lines.append(
            "  已符合，没有单项改动能提高金额" if met else "  没有找到企业自己能做到的改动"
        )
    return "\n".join(lines)


def chosen(records: Sequence[Record], wanted: str) -> Record:
    """Find a record by its id, or the latest year of a firm by code, name or the only name that holds the words."""
    for found in (
        [record for record in records if record.id == wanted],
        [record for record in records if wanted in (record.uscc, record.name)],
        [record for record in records if wanted in record.name or record.id.startswith(wanted)],
    ):
        if len({record.uscc or record.name for record in found}) == 1:
            return max(found, key=lambda record: record.year)
        if found:
            break
    some = "、".join(dict.fromkeys(record.name for record in found[:3])) or records[0].id
    what = "有不止一家" if found else "没有"
    raise CommandError(
        f"--firm {wanted}：文件中{what}这样的企业，请给记录号、统一社会信用代码或全称（如 {some}）",
        f"--firm {wanted}: {'several firms' if found else 'nobody'} in the file; give a record id, "
        f"a credit code or the whole name ({some})",
    )


def as_dict(result: Result, answer: WhatIf) -> dict[str, Any]:
    """Give the JSON of one standard."""
    return {
        "record": result.record,
        "firm": {"name": result.firm, "uscc": result.uscc or None},
        "year": result.year,
        "edition": result.edition,
        "score": result.score.as_dict() if result.score else None,
        **answer.as_dict(),
    }


def told(result: Result, answer: WhatIf) -> str:
    """Tell one standard in Chinese."""
    lines = [f"{result.short.zh}（{result.edition} 版）：{shapes.cell(result)}"]
    lines += _sections(result, answer)
    if len(lines) == 1:
        lines.append("  没有找到能达到的改动；请用 jianghai evaluate --explain 看逐条理由")
    return "\n".join(lines)


def _sections(result: Result, answer: WhatIf) -> Iterator[str]:
    sections = (
        ("只改一项即可", [change.sentence.zh for change in answer.singles]),
        ("须同时改动", [change.sentence.zh for change in answer.combination]),
        ("不能靠一项改动达到的条款", [result.clause(clause).name.zh for clause in answer.blocked]),
        ("接下来最值得补的数据", [ask.sentence.zh for ask in answer.ask_next]),
    )
    for title, sentences in sections:
        if sentences:
            yield f"  {title}："
            yield from (f"    - {sentence}" for sentence in sentences)
