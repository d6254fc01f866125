"""A site file: one camera, the ground it sees, what stands there, and the rules of danger."""

from __future__ import annotations

from sightline.site.reading import Site, read, site_of

__all__ = ["Site", "read", "site_of"]
