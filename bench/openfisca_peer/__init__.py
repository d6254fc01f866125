"""The same rules written for OpenFisca-core, run in its own environment and process."""

from __future__ import annotations
