"""A corpus of one service that tests may spoil: the shipped files, in a folder of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

from jianghai.casework import services
from jianghai.casework.services import ServiceFilesError, zones
from jianghai.casework.services.reading import known

CORPUS = Path(__file__).parents[4] / "corpus"
LICENCE = "licence/2019-04-23"


class Shop:
    """A corpus that may be changed."""

    def __init__(self, place: Path) -> None:
        self.corpus = place / "corpus"
        for name in ("facts.yaml", "clocks.yaml"):
            self.copy(name)
        for name in ("zone", "departments", "routing"):
            self.copy(f"zones/nantong/{name}.yaml")
        for name in ("operations", "sources"):
            self.copy(f"services/{name}.yaml")
        shutil.copytree(CORPUS / "services" / LICENCE, self.corpus / "services" / LICENCE)

    def copy(self, name: str) -> None:
        target = self.corpus / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORPUS / name, target)

    def folder(self, edition: str = LICENCE) -> Path:
        return self.corpus / "services" / edition

    def spoil(self, file: str, old: str, new: str, edition: str = LICENCE) -> None:
        path = self.folder(edition) / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, file: str, text: str, edition: str = LICENCE) -> None:
        path = self.folder(edition) / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def load(self, edition: str = LICENCE) -> services.Service:
        zones.read.cache_clear()
        known.read.cache_clear()
        return services.load(self.folder(edition))

    def faults(self, edition: str = LICENCE) -> list[str]:
        try:
            self.load(edition)
        except ServiceFilesError as wrong:
            return [str(fault) for fault in wrong.faults]
        return []
