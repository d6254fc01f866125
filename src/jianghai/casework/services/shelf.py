"""The shelf: every edition of every service of the corpus, read once; and editions kept for cases."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from jianghai.base import clock, rows
from jianghai.casework import process
from jianghai.casework.models import ServiceEdition
from jianghai.casework.services.errors import NoSuchServiceError, ServiceFilesError
from jianghai.casework.services.reading.building import build
from jianghai.casework.services.reading.loading import load
from rulebook.errors import CorpusError

if TYPE_CHECKING:
    from jianghai.casework.services.model import Service
    from rulebook.errors import Fault

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shelf:
    """Editions by service, the oldest first."""

    editions: Mapping[str, tuple[Service, ...]]

    def edition(self, service: str, on: date) -> Service:
        """Give the edition in force on a day; NoSuchServiceError where none is."""
        begun = [one for one in self.editions.get(service, ()) if one.valid_from <= on]
        if not begun:
            raise NoSuchServiceError(where=f"{service} {on}")
        return begun[-1]

    def offered(self, on: date) -> list[Service]:
        """Give what may be asked for on a day, by name of the folder."""
        found: list[Service] = []
        for key in sorted(self.editions):
            begun = [one for one in self.editions[key] if one.valid_from <= on]
            found.extend(one for one in begun[-1:] if one.offered)
        return found


def folders(corpus: Path) -> Iterator[Path]:
    """Give the folder of every edition."""
    for head in sorted(corpus.glob("services/*/*/")):
        if head.is_dir() and any(head.iterdir()):
            yield head


def faults(corpus: Path) -> list[Fault]:
    """List everything that is wrong with the services of a corpus."""
    found: list[Fault] = []
    for folder in folders(corpus):
        try:
            load(folder)
        except (ServiceFilesError, CorpusError) as wrong:
            found.extend(wrong.faults)
    return found


def shelf() -> Shelf:
    """Give the services of the corpus, read once per process."""
    return _shelf(Path(settings.CORPUS))


@lru_cache(maxsize=4)
def _shelf(corpus: Path) -> Shelf:
    found: dict[str, list[Service]] = {}
    wrong: set[str] = set()
    for folder in folders(corpus):
        try:
            found.setdefault(folder.parent.name, []).append(load(folder))
        except (ServiceFilesError, CorpusError):
            logger.exception(
                "services: %s is left out until its files are mended", folder.parent.name
            )
            wrong.add(folder.parent.name)
    # An edition that cannot be read must not let an older one take its place.
    return Shelf({key: tuple(editions) for key, editions in found.items() if key not in wrong})


#: What is read of a kept edition by its users: the rest once a process.
HEAD = ("id", "service", "valid_from", "digest")


def kept(service: Service) -> ServiceEdition:
    """Keep an edition whole, once, for the cases that run on it."""
    held = rows.find(ServiceEdition, "digest = %s", [service.digest], names=HEAD)
    if held:
        return held[0]
    row, _ = ServiceEdition.objects.defer("content", "spec").get_or_create(
        digest=service.digest,
        defaults={
            "service": service.id,
            "valid_from": service.valid_from,
            "content": service.content,
            "spec": {"text": service.spec.text},
            "kept_at": clock.now(),
        },
    )
    return row


def of(row: ServiceEdition) -> Service:
    """Give the service of a kept edition, from what was kept alone."""
    return _of(row.pk, row.digest)


@lru_cache(maxsize=64)
def _of(pk: int, _digest: str) -> Service:
    row = ServiceEdition.objects.get(pk=pk)
    return build(row.content, process.Spec.of(row.spec["text"]))
