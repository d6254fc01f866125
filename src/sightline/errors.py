"""Everything sightline refuses, each error with what, where and what to do in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Chinese and English.

    >>> str(Text("好", "good"))
    '好 / good'
    """

    zh: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """Give the form used in JSON.

        >>> Text("好", "good").as_dict()
        {'zh': '好', 'en': 'good'}
        """
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        """Show both, Chinese first."""
        return f"{self.zh} / {self.en}"


class SightlineError(Exception):
    """The camera, the picture, the model, the site or the rule cannot be used."""

    def __init__(self, zh: str, en: str, where: str = "") -> None:
        """Keep the sentence in both languages and the place, such as ``site.yaml:12`` or an address.

        >>> str(SightlineError("不对，请改", "wrong; correct it", "site.yaml:3"))
        'site.yaml:3: 不对，请改 / wrong; correct it'
        """
        self.what = Text(zh, en)
        self.where = where
        super().__init__(f"{where}: {self.what}" if where else str(self.what))


class SourceError(SightlineError):
    """A file, folder or address gives no picture."""


class ModelError(SightlineError):
    """A model is not installed, is not what its hash says, or does not do what its adapter file says."""


class CalibrationError(SightlineError):
    """The marks, boards or pictures given do not fix the camera."""


class UnmeasurableError(SightlineError):
    """This cannot be measured here: outside the calibrated area, or with a moving camera without stereo."""


class ReconstructionError(SightlineError):
    """The views given do not make a model of the place."""


class RuleError(SightlineError):
    """A rule of danger, or a pack of them, is wrong."""


class SiteFileError(SightlineError):
    """A site file is wrong."""


class SceneError(SightlineError):
    """A scene file is wrong."""


class EvidenceError(SightlineError):
    """Evidence cannot be written or is not what was sealed."""


class ValueShapeError(SightlineError):
    """Numbers about one picture do not fit together."""
