"""`jianghai watch`: cameras. Loads neither Django nor, before it is asked, anything of the extra that cameras need."""

from __future__ import annotations
