"""What is drawn: the live picture with all that is known of it, and the plan in metres."""

from __future__ import annotations
