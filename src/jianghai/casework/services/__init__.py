"""Services as folders of data: read, checked, put on a shelf, kept for the cases that run on them."""

from __future__ import annotations

from jianghai.casework.services.errors import (
    NoSuchServiceError,
    ServiceFilesError,
    UnknownDepartmentError,
    UnknownStepError,
)
from jianghai.casework.services.facts import department, facts_of
from jianghai.casework.services.forms import Choice, Field, Form
from jianghai.casework.services.model import (
    Answer,
    Citation,
    ClockPlan,
    DecisionPlan,
    Expiry,
    LaneRule,
    Material,
    Outcome,
    PauseRule,
    PublicityText,
    Service,
    Step,
    Tolerable,
)
from jianghai.casework.services.reading.loading import load
from jianghai.casework.services.shelf import Shelf, faults, kept, of, shelf
from jianghai.casework.services.zones import Office, Zone, zone

__all__ = [
    "Answer", "Choice", "Citation", "ClockPlan", "DecisionPlan", "Expiry", "Field", "Form", "LaneRule", "Material",
    "NoSuchServiceError", "Office", "Outcome", "PauseRule", "PublicityText", "Service", "ServiceFilesError", "Shelf",
    "Step", "Tolerable", "UnknownDepartmentError", "UnknownStepError", "Zone", "department", "facts_of", "faults",
    "kept", "load", "of", "shelf", "zone",
]  # fmt: skip
