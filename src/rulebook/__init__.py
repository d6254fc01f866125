"""Dated, cited rules as data; verdicts with reasons, for one enterprise or a million.

Pure: no Django, no database, no clock, no settings. Start at `rulebook.library.load_library` and
`rulebook.evaluate.evaluate`.
"""
