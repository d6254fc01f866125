"""What rules must say of a scene, from the true ways alone: it knows nothing of boxes, tracks or the judge."""

from __future__ import annotations

from sightline.scenes.oracle.expecting import expected
from sightline.scenes.oracle.runs import Incident

__all__ = ["Incident", "expected"]
