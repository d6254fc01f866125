"""`jianghai journal verify`: walk the chain of the journal and name the first line that does not fit."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from jianghai.cli.errors import complain
from jianghai.cli.stored.database import opened

if TYPE_CHECKING:
    import argparse

    from jianghai.base.journal import Proof


def command(asked: argparse.Namespace) -> int:
    """Prove the chain: exit code 0 where it holds, 1 where it is broken."""
    with opened():
        from jianghai.base import journal

        proof = journal.verify(_progress)
        found = _line(proof.broken_at)
    if asked.format == "json":
        told = {"holds": proof.holds, "lines": proof.lines, "broken_at": proof.broken_at, **found}
        print(json.dumps(told, ensure_ascii=False))
    elif proof.holds:
        print(f"日志完整，共 {proof.lines} 行 / the journal holds, {proof.lines} lines")
    else:
        _complain(proof, found)
    return 0 if proof.holds else 1


def _progress(done: int, length: int) -> None:
    print(f"{done} / {length}", file=sys.stderr, flush=True)


def _line(number: int | None) -> dict[str, str]:
    """Give what the first wrong line says now, where there is such a line."""
    from jianghai.base.models import JournalLine

    found = JournalLine.objects.filter(number=number).first() if number else None
    return {"line": f"{found.at:%Y-%m-%d %H:%M:%S} {found}"} if found else {}


def _complain(proof: Proof, found: dict[str, str]) -> None:
    line = found.get("line", "")
    complain(
        f"日志在第 {proof.broken_at} 行断开{'：' + line if line else '，该行缺失'}。"
        "请保留现场，与备份核对",
        f"the journal breaks at line {proof.broken_at}{'' if line else ', which is missing'}; "
        "touch nothing and compare it with a backup",
    )
