"""Watch: sources go in, lines about what happens come out, a page shows it, evidence is kept."""

from __future__ import annotations
