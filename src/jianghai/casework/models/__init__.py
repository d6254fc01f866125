"""The tables of casework."""

from __future__ import annotations

from jianghai.casework.models.cases import (
    CLOSED,
    Case,
    Flow,
    Lane,
    Light,
    Part,
    Party,
    Status,
    place_of,
)
from jianghai.casework.models.clocks import Clock, ClockKind, ClockState, Firing, Tolerance
from jianghai.casework.models.decisions import Decision, DecisionKind, Evaluation, IssuedPaper
from jianghai.casework.models.documents import (
    Document,
    Reading,
    Remark,
    RemarkState,
    Reply,
    Version,
)
from jianghai.casework.models.offices import CallState, OfficeCall
from jianghai.casework.models.publicity import (
    Objection,
    ObjectionState,
    Publicity,
    PublicityKind,
    Sighting,
)
from jianghai.casework.models.services import CalendarYear, Sequence, ServiceEdition
from jianghai.casework.models.tasks import NEVER, Handover, Holder, Soon, Task, TaskKind, TaskState

__all__ = [
    "CLOSED",
    "NEVER",
    "CalendarYear",
    "CallState",
    "Case",
    "Clock",
    "ClockKind",
    "ClockState",
    "Decision",
    "DecisionKind",
    "Document",
    "Evaluation",
    "Firing",
    "Flow",
    "Handover",
    "Holder",
    "IssuedPaper",
    "Lane",
    "Light",
    "Objection",
    "ObjectionState",
    "OfficeCall",
    "Part",
    "Party",
    "Publicity",
    "PublicityKind",
    "Reading",
    "Remark",
    "RemarkState",
    "Reply",
    "Sequence",
    "ServiceEdition",
    "Sighting",
    "Soon",
    "Status",
    "Task",
    "TaskKind",
    "TaskState",
    "Tolerance",
    "Version",
    "place_of",
]
