"""Why a clause came out otherwise, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jianghai.policies import rules
from jianghai.policies.errors import UnknownPolicyError
from jianghai.policies.models import Cause, Turn
from rulebook.errors import Text
from rulebook.policies.changes import differences

if TYPE_CHECKING:
    from datetime import date

    from jianghai.policies.actions.zone.changing import Told
    from jianghai.policies.zone import Answer
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
        item_id = clause.partition("#")[2]
        for told in answers[::-1]:
            policy = self._policy(told)
            if policy is not None:
                return policy.item(item_id).name
        return Text(clause, clause)

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
