"""What the files of a service may name: operations, events, sources, clocks of the common list, the zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianghai.casework.services import zones
from rulebook import yamlfile
from worktime import catalogue

if TYPE_CHECKING:
    from jianghai.casework.services.zones import Zone
    from worktime.clocks import ClockRule

#: The form that is the application itself.
APPLY = "apply"
#: What the engine answers by itself when the wait of a notice ends.
ENGINE_ANSWERS = frozenset({"objected", "hearing_asked", "to_pay"})
#: Words that only a clock says of a step, when it runs out; nobody may choose them.
CLOCK_WORDS = frozenset({"silence", "lapsed"})
#: What happens to a case, as clocks and pauses name it; besides these, opened: and closed: with an element.
EVENTS = frozenset(
    {"received", "supplement_asked", "supplement_given", "accepted", "decided", "delivered", "over"}
    | {"judged_bad", "followed_up"}
)
ABOUT = frozenset({"opened", "closed"})
KINDS = ("acceptance", "preapproval", "decision", "result")
POSTS = {f"post_{kind}": kind for kind in KINDS}
#: Blanks of public notices that are filled from the case; besides these, public fields of the application.
BLANKS = frozenset(
    {
        "title", "applicant", "issuer", "number", "service", "contact", "accepted_on", "decision",
        "decided_on",
    }
)  # fmt: skip
#: Blanks that the text of a notice may not leave out; its days stand beside it by themselves.
NEEDED = {
    "acceptance": frozenset({"applicant", "contact"}),
    "preapproval": frozenset({"applicant", "contact"}),
    "result": frozenset({"applicant", "contact"}),
    "decision": frozenset({"applicant", "decision", "decided_on"}),
}


@dataclass(frozen=True)
class Known:
    """Names that service files may use."""

    operations: frozenset[str]
    sources: frozenset[str]
    facts: frozenset[str]
    clocks: Mapping[str, ClockRule]
    zone: Zone

    @property
    def settings(self) -> Mapping[str, Any]:
        """Give the zone's settings."""
        return self.zone.settings


@lru_cache(maxsize=4)
def read(corpus: Path) -> Known:
    """Read what a corpus knows."""
    operations = yamlfile.read(corpus / "services" / "operations.yaml").data["operations"]
    sources = yamlfile.read(corpus / "services" / "sources.yaml").data["sources"]
    facts = yamlfile.read(corpus / "facts.yaml").data["facts"]
    common = catalogue.load(corpus / "clocks.yaml")
    return Known(
        frozenset(operations),
        frozenset(sources),
        frozenset(_ids(facts)),
        common,
        zones.read(corpus),
    )


def _ids(facts: Any) -> list[str]:
    return list(facts) if isinstance(facts, dict) else [fact["id"] for fact in facts]
