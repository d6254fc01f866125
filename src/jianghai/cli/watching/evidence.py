"""`jianghai watch verify`, `dismiss` and `tally`: what evidence is worth, and what people said of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jianghai.cli.errors import CommandError
from jianghai.cli.watching.told import as_json, tabled
from sightline.evidence import Dismissal, dismiss, tally
from sightline.evidence import verify as verified
from sightline.evidence.ledger import NAME as LEDGER

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def verify(asked: argparse.Namespace) -> int:
    """Tell all that is not as it was sealed."""
    found = verified(_there(asked.evidence), asked.head)
    for finding in found:
        print(finding)
    if not found:
        print("证据完整 / everything is as it was sealed")
    return 1 if found else 0


def _there(folder: Path) -> Path:
    """Give the folder if there is evidence in it: of another, nothing may be said that could pass for proof."""
    if not any(folder.glob(f"*/{LEDGER}")) and not any(folder.glob("*/*/*/manifest.json")):
        raise CommandError(
            f"{folder}: 这里没有证据，请给出 --evidence 所用的文件夹",
            "there is no evidence here; name the folder that --evidence was given",
        )
    return folder


def dismissed(asked: argparse.Namespace) -> int:
    """Keep that a packet was a false alarm."""
    saying = Dismissal(asked.by, asked.why, datetime.now(UTC))
    print(dismiss(asked.evidence, asked.packet, saying))
    return 0


def tallied(asked: argparse.Namespace) -> int:
    """Count incidents and false alarms by rule: a rule that is often dismissed wants another limit."""
    found = tally(_there(asked.evidence))
    if asked.format == "json":
        print(
            as_json(
                {
                    rule: {"kept": one.kept, "dismissed": one.dismissed}
                    for rule, one in found.items()
                }
            )
        )
        return 0
    rows = ((rule, one.kept, one.dismissed, f"{one.share:.0%}") for rule, one in found.items())
    print(tabled(rows, ("规则 / rule", "证据 / kept", "误报 / false", "占比 / share")))
    return 0
