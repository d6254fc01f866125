"""Who may ask this server what: pages of its own, on this machine, and nobody else's."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

#: The page loads from its own server only, runs no script inside it, and sits in no frame.
POLICY = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HERE = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Guard:
    """Knows the names that this server goes by, and the word that its own forms carry.

    >>> guard = Guard.of("127.0.0.1", 8080, token="t")
    >>> guard.known({"Host": "localhost:8080"}), guard.known({"Host": "evil.example:8080"})
    (True, False)
    >>> guard.ours({"Origin": "http://127.0.0.1:8080"}, "t"), guard.ours({"Origin": "http://evil.example"}, "t")
    (True, False)
    >>> guard.ours({}, "")
    False
    """

    hosts: frozenset[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @classmethod
    def of(cls, host: str, port: int, *, token: str = "") -> Guard:
        """Make the guard of a server that listens at an address."""
        names = {*HERE, host}
        return cls(
            frozenset(f"{name}:{port}" for name in names), token or secrets.token_urlsafe(24)
        )

    def known(self, headers: Mapping[str, str]) -> bool:
        """Tell whether a request names this server: another name is another site's page rebound to this address."""
        return headers.get("Host", "") in self.hosts

    def ours(self, headers: Mapping[str, str], token: str) -> bool:
        """Tell whether what is sent comes from a form of this server."""
        origin = headers.get("Origin")
        named = origin is None or origin.removeprefix("http://") in self.hosts
        return named and secrets.compare_digest(token.encode(), self.token.encode())
