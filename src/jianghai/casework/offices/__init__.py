"""Offices that are not ours: one adapter each, asked at least once and taken exactly once."""

from __future__ import annotations

from jianghai.casework.offices.adapters import OFFICES, Office, Reply, register
from jianghai.casework.offices.calling import answer, call_due
from jianghai.casework.offices.connecting import connect, made_up
from jianghai.casework.offices.remote import Remote
from jianghai.casework.offices.simulated import Simulated

__all__ = [
    "OFFICES",
    "Office",
    "Remote",
    "Reply",
    "Simulated",
    "answer",
    "call_due",
    "connect",
    "made_up",
    "register",
]
