"""A local page that shows what a camera sees: the picture, the plan in metres, events, calibration by clicks."""

from __future__ import annotations
