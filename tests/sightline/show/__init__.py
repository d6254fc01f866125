"""Tests of sightline.show."""

from __future__ import annotations
