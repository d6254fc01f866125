"""Repeatable benchmarks: each prints a ratio against a peer or a limit, measured in one run."""

from __future__ import annotations
