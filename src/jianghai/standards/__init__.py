"""Standards: what every enterprise of the zone is, what it is close to, and the points it has."""

from __future__ import annotations

#: In this order pages and tables show the standards; others follow by their code.
ORDER = (
    "size-class",
    "tech-sme",
    "hnte",
    "innovative-sme",
    "srdi",
    "little-giant",
    "js-unicorn",
    "js-potential-unicorn",
    "gazelle",
    "tax",
    "innovation-points",
)


def place(code: str) -> tuple[int, str]:
    """Give a key that sorts standards as they are shown.

    >>> sorted(["tax", "another", "hnte"], key=place)
    ['hnte', 'tax', 'another']
    """
    return (ORDER.index(code) if code in ORDER else len(ORDER), code)
