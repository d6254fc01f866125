"""The states of remarks and the kinds of files in colour, icon and word."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jianghai.casework.models import RemarkState
from jianghai.web.words import Said

STATES = {
    RemarkState.OPEN: Said("unknown", _("待答复"), "clock"),
    RemarkState.ANSWERED: Said("manual_review", _("已答复"), "message"),
    RemarkState.ACCEPTED: Said("met", _("已采纳"), "check"),
    RemarkState.REJECTED: Said("unmet", _("未采纳"), "x"),
    RemarkState.CLOSED: Said("none", _("已关闭"), "circle-check"),
}
#: What somebody does to bring a remark into a state.
DOING = {
    RemarkState.OPEN: _("重新打开"),
    RemarkState.ANSWERED: _("答复"),
    RemarkState.ACCEPTED: _("采纳"),
    RemarkState.REJECTED: _("不采纳"),
    RemarkState.CLOSED: _("关闭"),
}
KINDS = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "application/ofd": "OFD",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
}
PDF = "application/pdf"


def state(which: str) -> dict[str, Any]:
    """Say where a remark is."""
    return {"verdict": STATES[RemarkState(which)], "size": ""}


def kind(of: str) -> str:
    """Name a kind of file."""
    return KINDS.get(of, of)
