"""Why a clause came out otherwise, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jianghai.enterprises.columns.records import latest_years, records
from jianghai.policies import rules
from jianghai.policies.errors import UnknownPolicyError
from jianghai.policies.models import Cause, Turn
from rulebook.entitle import entitle
from rulebook.errors import Text
from rulebook.policies.changes import differences

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from jianghai.policies.actions.zone.changing import Told
    from jianghai.policies.models import Gain
    from jianghai.policies.zone import Answer
    from rulebook.entitle import Owed
    from rulebook.policies import Policy, Shelf

TURNS = {
    Turn.GAINED: Text("现已符合", "is met now"),
    Turn.RAISED: Text("金额增加", "gives more now"),
    Turn.LOWERED: Text("金额减少", "gives less now"),
    Turn.LOST: Text("不再符合", "is not met any more"),
    Turn.OPENED: Text("待人工认定", "is for a person to judge now"),
}


@dataclass(slots=True)
class Words:
    """Says why; what two editions say differently is worked out once."""

    shelf: Shelf
    told: Told
    on: date
    _differences: dict[tuple[str, str], tuple[Text, ...]] = field(default_factory=dict)

    def why(self, clause: str, before: Answer | None, after: Answer | None, turn: Turn) -> Text:
        """Say why one clause turned: its edition began, ended or changed, else what the cause says."""
        name, turned = self._name(clause, before, after), TURNS[turn]
        cause = self._edition(clause, before, after)
        if cause is None and self.told.kind is Cause.EDITION:
            zh, en = "同组条款有变动", "a clause of the same group changed"
            cause = Text(f"{self.told.zh}，{zh}", f"{self.told.en}: {en}")
        cause = cause or Text(self.told.zh, self.told.en)
        return Text(f"{cause.zh}：“{name.zh}”{turned.zh}", f"{cause.en}: “{name.en}” {turned.en}")

    def _name(self, clause: str, *answers: Answer | None) -> Text:
        found = (self._policy(told) for told in answers[::-1])
        items = (item for policy in found if policy is not None for item in policy.items)
        return next((item.name for item in items if item.key == clause), Text(clause, clause))

    def _policy(self, told: Answer | None) -> Policy | None:
        try:
            return rules.edition(self.shelf, told.edition) if told is not None else None
        except UnknownPolicyError:  # published elsewhere meanwhile, or taken out of the corpus
            return None

    def _edition(self, clause: str, before: Answer | None, after: Answer | None) -> Text | None:
        """Say what changed in the policy itself; None where it did not."""
        if before is not None and after is not None and before.digest == after.digest:
            return None
        new, old = self._policy(after), self._policy(before)
        if new is None or after is None:
            told = old.short if old is not None else Text(clause, clause)
            zh, en = "已到期、废止或删去本条", "ended or dropped this clause"
            return Text(f"政策“{told.zh}”{zh}", f"“{told.en}” {en}")
        began = Text(
            f"政策“{new.short.zh}”{new.opens} 版生效", f"“{new.short.en}” of {new.opens} began"
        )
        said = self._said(clause, old, new) if old is not None else ()
        zh, en = "；".join(text.zh for text in said), "; ".join(text.en for text in said)
        return Text(f"{began.zh}（{zh}）", f"{began.en} ({en})") if said else began

    def _said(self, clause: str, old: Policy, new: Policy) -> list[Text]:
        key = (old.key + old.digest, new.key + new.digest)
        if key not in self._differences:
            self._differences[key] = differences(old, new)
        mark = f"{clause.partition('#')[2]}“"
        return [text for text in self._differences[key] if mark in text.zh][:3]


#: Of more enterprises at once than this, such as by an import, each clause is told alike for all.
REASONED = 100
LISTED = 2


def reasons(
    gains: Sequence[Gain], shelf: Shelf, on: date, policies: tuple[Policy, ...]
) -> dict[tuple[int, str], Text]:
    """Say for a few enterprises what each clause came out by: conditions, missing data or the amount.

    Keys are enterprise and clause; the same few queries for any number.
    """
    firms = {gain.enterprise_id for gain in gains}
    if not 0 < len(firms) <= REASONED:
        return {}
    homes = {gain.clause.partition("#")[0] for gain in gains}
    asked = tuple(policy for policy in policies if policy.id in homes)
    told: dict[tuple[int, str], Text] = {}
    wanted = {(gain.enterprise_id, gain.clause): Turn(gain.turn) for gain in gains}
    for record in records(latest_years(sorted(firms), on.year - 1), on):
        for owed in entitle(record, shelf, on, policies=asked).items:
            key = (int(record.id), owed.item.key)
            if key in wanted:
                told[key] = _reason(owed, wanted[key])
    return told


def _reason(owed: Owed, turn: Turn) -> Text:
    """Give the conditions that decided; for another amount, how it was worked out."""
    if turn in (Turn.RAISED, Turn.LOWERED) and owed.amount is not None and owed.amount.basis:
        return owed.amount.basis[-1]
    leaves = [clause for clause in owed.result.walk() if not clause.children]
    deciding = [clause for clause in leaves if clause.verdict is owed.verdict] or leaves
    measured = [clause for clause in deciding if clause.value is not None] or deciding
    said = [clause.reason for clause in measured[-LISTED:]]
    return Text("；".join(text.zh for text in said), "; ".join(text.en for text in said))
