"""The materials of a case as its applicant meets them: needed, there, or promised for later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jianghai.casework import services
from jianghai.casework.engine import hidden
from jianghai.casework.queries import documents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jianghai.casework.models import Case, Document, Tolerance
    from jianghai.casework.services import Material
    from jianghai.people.models import Person
    from jianghai.web.contents.cases.time import days


@dataclass(frozen=True, slots=True)
class Paper:
    """A material as the applicant meets it: needed or not, there or not, or promised for later."""

    material: Material
    needed: bool
    document: Document | None
    tolerance: Tolerance | None
    due: days.Due | None
    may_upload: bool

    @property
    def there(self) -> bool:
        """Tell whether it was handed in."""
        return self.document is not None

    @property
    def offered(self) -> bool:
        """Tell whether it may be promised for later."""
        return self.needed and not self.there and self.material.tolerable is not None


def papers(case: Case, reader: Person, held: Sequence[Document], count: days.Days) -> list[Paper]:
    """List the materials of a case as its applicant meets them."""
    """List the materials of a case as its applicant meets them."""
    service = services.of(case.edition)
    needed = {one.id for one in service.needed(_answers(case))}
    by_material = {one.material: one for one in held if not one.issued}
    promised = {one.material: one for one in case.tolerances.all()}
    rows = []
    for material in service.materials:
        tolerance = promised.get(material.id)
        waits = tolerance is not None and not tolerance.supplied_at
        rows.append(
            Paper(
                material,
                material.id in needed,
                by_material.get(material.id),
                tolerance,
                count.due(count.end_of(tolerance.until)) if tolerance and waits else None,
                documents.may_upload(reader, case, material.id),
            )
        )
    return rows


def _answers(case: Case) -> Mapping[str, bool]:
    service = services.of(case.process)
    zone = services.zone().settings
    return service.answers_for(hidden.bare(case.form), lane=case.lane, zone=zone)
