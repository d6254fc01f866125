"""Taking made-up cases out again: the only place where a case that was handed in is ever deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from jianghai.casework.demo.crew import COLLEAGUE
from jianghai.casework.models import (
    Case,
    Decision,
    Evaluation,
    IssuedPaper,
    Objection,
    Publicity,
    Remark,
    Reply,
)
from jianghai.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable


@transaction.atomic
def remove_cases(people: Iterable[Person]) -> int:
    """Take out the cases that made-up people asked for, or that belong to made-up firms; give how many.

    The journal, the departments and the posts of the accounts stay; colleagues can no longer act.
    """
    gone = Case.objects.filter(Q(applicant__in=list(people)) | Q(enterprise__demo=True))
    Objection.objects.filter(publicity__case__in=gone).delete()
    for rows in (Publicity, Evaluation, Decision, IssuedPaper):
        rows.objects.filter(case__in=gone).delete()
    Reply.objects.filter(remark__document__case__in=gone).delete()
    Remark.objects.filter(document__case__in=gone).delete()
    count = gone.count()
    gone.delete()
    Person.objects.filter(username__startswith=COLLEAGUE).update(is_active=False)
    return count
