"""Read rules, zones and packs; refuse with the line what is wrong."""

from __future__ import annotations
