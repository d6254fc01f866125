"""The tables of windows and appointments."""

from __future__ import annotations

from jianghai.approvals.models.appointments import LIVE, Appointment, AppointmentState, HeldTime
from jianghai.approvals.models.payments import ApplicationCase, Instalment, PaymentPlan
from jianghai.approvals.models.windows import GRAIN, Closure, ExtraSession, Overtime, Window

__all__ = [
    "GRAIN",
    "LIVE",
    "ApplicationCase",
    "Appointment",
    "AppointmentState",
    "Closure",
    "ExtraSession",
    "HeldTime",
    "Instalment",
    "Overtime",
    "PaymentPlan",
    "Window",
]
