"""Tests of sightline.site."""

from __future__ import annotations
