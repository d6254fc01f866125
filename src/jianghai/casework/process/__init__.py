"""Processes as diagrams: checked, walked, run token by token, and drawn.

Only `running` imports SpiffWorkflow.
"""

from __future__ import annotations

from jianghai.casework.process.drawing.picture import picture
from jianghai.casework.process.drawing.writing import laid_out
from jianghai.casework.process.model import Diagram, Element, Flow, Kind, Lane, Moved, Spec, Token
from jianghai.casework.process.reading.diagrams import read
from jianghai.casework.process.running.engine import start, step, tokens
from jianghai.casework.process.running.walking import Walks, compile, walks

__all__ = [
    "Diagram",
    "Element",
    "Flow",
    "Kind",
    "Lane",
    "Moved",
    "Spec",
    "Token",
    "Walks",
    "compile",
    "laid_out",
    "picture",
    "read",
    "start",
    "step",
    "tokens",
    "walks",
]
