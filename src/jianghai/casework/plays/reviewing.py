"""Deeds of case files that touch documents: versions, and what reviewers say of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from jianghai.casework.actions import documents
from jianghai.casework.errors import PlayError
from jianghai.casework.models import Document
from jianghai.casework.plays.sheets import sheet

if TYPE_CHECKING:
    from jianghai.casework.models import Version
    from jianghai.casework.plays.acting import Stage
    from jianghai.casework.plays.reading import Step


def upload(stage: Stage, step: Step) -> None:
    """Hand in a version of a material: a made-up sheet that says the text of the action."""
    material = step.told["material"]
    content = sheet(step.told.get("text") or material, step.at)
    sent = documents.Sent(f"{material}.pdf", io.BytesIO(content), step.told.get("text", "")[:200])
    documents.add_version(stage.running, material, sent, by=stage.who(step), key=stage.next_key())


def remark(stage: Stage, step: Step) -> None:
    """Say something of a page of the newest version."""
    version = _latest(stage, step.told["material"])
    place = documents.Place(step.told.get("page", 1))
    made = documents.remark(
        version, place, step.told["text"], by=stage.who(step), key=stage.next_key()
    )
    stage.remarks[step.told.get("as", str(len(stage.remarks) + 1))] = made


def answer(stage: Stage, step: Step) -> None:
    """Answer a remark."""
    documents.answer_remark(
        _remark(stage, step), step.told["text"], by=stage.who(step), key=stage.next_key()
    )


def accept(stage: Stage, step: Step) -> None:
    """Take a remark up."""
    documents.accept_remark(
        _remark(stage, step), step.told.get("text", ""), by=stage.who(step), key=stage.next_key()
    )


def reject(stage: Stage, step: Step) -> None:
    """Refuse a remark with a reason."""
    documents.reject_remark(
        _remark(stage, step),
        step.told.get("reason", ""),
        by=stage.who(step),
        key=stage.next_key(),
    )


def close(stage: Stage, step: Step) -> None:
    """Close a remark against the newest version."""
    found = _remark(stage, step)
    newest = found.version.document.versions.order_by("-number")[0]
    documents.close_remark(found, newest, by=stage.who(step), key=stage.next_key())


def _latest(stage: Stage, material: str) -> Version:
    found = Document.objects.filter(case=stage.running, material=material).first()
    if found is None:
        raise PlayError(f"还没有上传“{material}”。", f"Nobody has handed in '{material}' yet.")
    return found.versions.order_by("-number")[0]


def _remark(stage: Stage, step: Step) -> Any:
    name = step.told.get("remark", "")
    if name not in stage.remarks:
        raise PlayError(f"没有意见“{name}”。", f"There is no remark '{name}'.")
    row = stage.remarks[name]
    row.refresh_from_db()
    return row
