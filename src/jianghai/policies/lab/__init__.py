"""The policy lab: a policy with some thresholds, rates, caps or windows moved, tried on the whole zone at once."""

from __future__ import annotations

from jianghai.policies.lab.outcome import Asked, Outcome, outcome, try_
from jianghai.policies.lab.trial import Trial, trial

__all__ = ["Asked", "Outcome", "Trial", "outcome", "trial", "try_"]
