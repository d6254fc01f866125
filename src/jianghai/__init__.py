"""Jianghai: the services of a high-tech zone, as a Django project."""

from __future__ import annotations

import os

# openpyxl would read workbooks of strangers with lxml, which the process engine brings, past the XML guard.
os.environ["OPENPYXL_LXML"] = "False"
