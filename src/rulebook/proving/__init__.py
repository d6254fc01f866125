"""Proving a corpus: worked examples run through the evaluator, and everything that is wrong, listed."""

from __future__ import annotations
