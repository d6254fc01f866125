"""Documents, their remarks and who has read them, as far as a person may see them."""

from __future__ import annotations

from jianghai.casework.queries.documents.access import (
    Rights,
    department_of,
    get,
    handed_in,
    may_upload,
    of,
    of_case,
    on_applicants_side,
    rights,
)
from jianghai.casework.queries.documents.readings import readings
from jianghai.casework.queries.documents.remarks import (
    beside,
    changed,
    comparison,
    counts,
    of_person,
    unchanged,
)
from jianghai.casework.queries.documents.remarks import get as remark

__all__ = [
    "Rights",
    "beside",
    "changed",
    "comparison",
    "counts",
    "department_of",
    "get",
    "handed_in",
    "may_upload",
    "of",
    "of_case",
    "of_person",
    "on_applicants_side",
    "readings",
    "remark",
    "rights",
    "unchanged",
]
