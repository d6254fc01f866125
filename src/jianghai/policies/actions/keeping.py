"""Keeping what is typed: the text of a draft as it stands, faults and all, so that nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock
from jianghai.base.errors import NotAllowedError
from jianghai.policies.editing import data_of
from jianghai.policies.errors import DraftStateError, StaleDraftError
from jianghai.policies.models import PolicyDraft
from rulebook.errors import CorpusError

if TYPE_CHECKING:
    from jianghai.people.models import Person


@transaction.atomic
def keep(
    draft: PolicyDraft, *, by: Person, version: int, text: str, cases: str | None = None
) -> PolicyDraft:
    """Keep an open draft as it was typed, whatever is wrong with it; StaleDraftError where somebody was quicker.

    Keeping is no step of the matter and has no line in the journal: handing in has.
    """
    if not by.edits_zone:
        raise NotAllowedError
    mine = PolicyDraft.objects.select_for_update().select_related("author").get(pk=draft.pk)
    if not mine.open:
        raise DraftStateError
    if mine.version != version:
        raise StaleDraftError
    same = mine.text == text and cases in (None, mine.cases)
    if same:
        return mine
    mine.text = text
    mine.cases = mine.cases if cases is None else cases
    mine.opens = _day(text) or mine.opens
    mine.version += 1
    mine.changed_at = clock.now()
    mine.save()
    return mine


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(str(data_of(text).get("opens", "")))
    except (ValueError, CorpusError):
        return None
