"""Tests of sightline.watch."""

from __future__ import annotations
