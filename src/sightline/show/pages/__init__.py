"""The pages: watching, one event, calibrating."""

from __future__ import annotations
