"""What a service asks of a material: which kinds of files, how large, and whether it holds personal data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from jianghai.casework import services
from jianghai.casework.errors import DocumentError

if TYPE_CHECKING:
    from jianghai.casework.models import Case
    from jianghai.casework.services import Material

#: What the kinds of files that a service names are.
KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
}
#: What staff may issue.
ISSUED = tuple(KINDS.values())


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be handed in as one material."""

    name: str
    kinds: tuple[str, ...]
    most_megabytes: int
    public: bool = False
    personal: bool = False


def limits(case: Case, material: str) -> Limits:
    """Give the limits of a material; DocumentError where the service does not ask for it."""
    for one in services.of(case.edition).materials:
        if one.id == material:
            most = min(one.most_megabytes, settings.DOCUMENT_MAX_MEGABYTES)
            return Limits(one.name.zh, _kinds(one), most, one.public, is_personal(one))
    raise DocumentError(
        "该事项不收这项材料，请从材料清单中选择。",
        "This service does not ask for that material; choose one of its list.",
        where=material,
    )


def personal(case: Case, material: str) -> bool:
    """Tell whether a document holds personal data, so that every opening is noted."""
    found = (one for one in services.of(case.edition).materials if one.id == material)
    return any(is_personal(one) for one in found)


def _kinds(material: Material) -> tuple[str, ...]:
    return tuple(KINDS[one] for one in material.kinds)


def is_personal(material: Material) -> bool:
    """Tell whether a material is marked as holding personal data."""
    return material.personal
