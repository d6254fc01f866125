"""The page's server: who may ask, what is answered, markup that cannot be broken into."""

from __future__ import annotations
