"""What a draft says as it stands: the policy as read, what is wrong and in which field, how its cases come out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianghai.policies import editing, rules
from jianghai.policies.models import DraftState
from jianghai.web.contents.desk.editor import writing
from jianghai.web.words import told
from rulebook.proving.policy_cases import Ran, run_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import Promise

    from jianghai.policies.models import PolicyDraft
    from rulebook.policies import Item, Policy

LABELS: Mapping[str, str | Promise] = {
    "id": gettext_lazy("编号"),
    "name": gettext_lazy("名称"),
    "says": gettext_lazy("原文"),
    "cite": gettext_lazy("条款号"),
    "class": gettext_lazy("类别"),
    "audience": gettext_lazy("对象"),
    "payout": gettext_lazy("兑现方式"),
    "topics": gettext_lazy("主题"),
    "when": gettext_lazy("条件"),
    "all": gettext_lazy("条件"),
    "any": gettext_lazy("条件"),
    "none": gettext_lazy("条件"),
    "title": gettext_lazy("标准"),
    "amount": gettext_lazy("金额"),
    "is": gettext_lazy("金额"),
    "rows": gettext_lazy("各档"),
    "ratio": gettext_lazy("配套比例"),
    "rate": gettext_lazy("比例"),
    "base": gettext_lazy("计算基数"),
    "of": gettext_lazy("配套基数"),
    "each": gettext_lazy("逐项"),
    "most": gettext_lazy("最高"),
    "less": gettext_lazy("扣减已获得的"),
    "price": gettext_lazy("单价"),
    "quantity": gettext_lazy("数量"),
    "months": gettext_lazy("月数"),
    "shares": gettext_lazy("谁出资"),
    "rates": gettext_lazy("各年比例"),
    "year": gettext_lazy("第几年"),
    "times": gettext_lazy("次数"),
    "options": gettext_lazy("选项"),
    "caps": gettext_lazy("上限"),
    "window": gettext_lazy("申报时间"),
    "closes": gettext_lazy("截止"),
    "opens": gettext_lazy("开始日期"),
    "materials": gettext_lazy("材料"),
    "duties": gettext_lazy("义务"),
    "provenance": gettext_lazy("出处"),
    "stacking": gettext_lazy("叠加分组"),
    "members": gettext_lazy("成员"),
    "document": gettext_lazy("文件"),
    "number": gettext_lazy("文号"),
    "areas": gettext_lazy("适用地区"),
    "codes": gettext_lazy("行政区划代码"),
    "clauses": gettext_lazy("条款"),
    "status": gettext_lazy("状态"),
}
CONDITION = frozenset({"when", "manual", "all", "any", "none", "title", "points"})
REQUIRED = re.compile(r"'([a-z_]+)' is a required property")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: the clause and the field it is about, what, and what would be right."""

    clause: str
    key: str
    label: str
    what: str
    remedy: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft as it reads now; no policy where something is wrong."""

    policy: Policy | None
    wrong: tuple[Wrong, ...]

    @property
    def item(self) -> Item | None:
        """Give the one clause of a reading of one clause."""
        return self.policy.items[0] if self.policy is not None and self.policy.items else None

    def about(self, keys: Iterable[str]) -> list[Wrong]:
        """Give what is wrong with some parts of a clause."""
        held = frozenset(keys)
        return [one for one in self.wrong if one.key in held]


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a draft: its place, what it says, and how it came out where it could be run."""

    place: int
    row: dict[str, Any]
    ran: Ran | None

    @property
    def holds(self) -> bool:
        """Tell whether it came out as expected."""
        return self.ran is not None and not self.ran.differences


def whole(draft: PolicyDraft) -> Reading:
    """Read a whole draft against the shelf; of a published one give the edition that came of it."""
    if draft.state == DraftState.PUBLISHED:
        key = f"{draft.policy}@{draft.opens.isoformat()}"
        return Reading(rules.edition(rules.shelf(), key), ())
    return _said(editing.read_draft(draft))


def clause(draft: PolicyDraft, clause_id: str) -> Reading:
    """Read one clause of a draft as if it stood alone, so that no other clause's faults hide what it says."""
    data = writing.data_of(draft.text)
    one = writing.clause_of(data, clause_id)
    alone = {key: value for key, value in data.items() if key != "stacking"}
    text = editing.dump(alone | {"clauses": [one] if one else [], "status": "in-force"})
    return _said(editing.reading(text, name=str(draft)))


def _said(found: editing.Reading) -> Reading:
    return Reading(
        found.policy if not found.wrong else None, tuple(dict.fromkeys(map(_told, found.wrong)))
    )


def _told(wrong: editing.Wrong) -> Wrong:
    """Say a fault in the words of the form, with the field that it is about."""
    rest = [part for part in wrong.field.split(".") if part]
    missing = REQUIRED.search(wrong.what.en)
    if missing is not None:
        return _missing(wrong.clause, [] if rest == ["id"] else rest, missing[1])
    key = rest[0] if rest else ""
    named = next((part for part in reversed(rest) if not part.isdecimal() and part in LABELS), key)
    label = str(LABELS.get(named, named))
    if wrong.what.en.startswith("does not fit the schema"):
        said = _schema(wrong.what.zh.removeprefix("格式不符："))
        return Wrong(wrong.clause, key, label, said, _("请按提示填写"), _target(rest))
    remedy = told(wrong.remedy)
    if "corpus/" in remedy or "docs/" in remedy:
        remedy = _("从数据目录里选，金额写成 20万元 这样")
    return Wrong(wrong.clause, key, label, told(wrong.what), remedy, _target(rest))


def _missing(clause_id: str, rest: list[str], name: str) -> Wrong:
    if not rest and name in CONDITION:
        return Wrong(clause_id, "when", _("条件"), _("还没有条件"), _("至少添加一条"), "f-join")
    label = str(LABELS.get(name, name))
    key = rest[0] if rest else name
    return Wrong(clause_id, key, label, _("没有填写"), _("请填写"), _target([*rest, name]))


def _schema(said: str) -> str:
    if "non-empty" in said or "too short" in said or said.startswith("''"):
        return _("没有填写")
    if "does not match" in said:
        return _("写法不对：%(said)s") % {"said": said.split(" does not match", maxsplit=1)[0]}
    if "is not one of" in said:
        return _("没有选择")
    return said


#: Which field of the form a path of the file is edited in.
TARGETS = (
    (r"(name|says)(\..*)?", r"f-\1_zh"),
    (r"(?:all|any|none)\.(\d+).*", r"f-c-kind-\1"),
    (r"when", "f-c-value-0"),
    (r"amount\.rows\.(\d+)\.is", r"f-ar-is-\1"),
    (r"amount\.rows\.(\d+).*", r"f-ar-when-\1"),
    (r"amount\.each\.(\w+)", r"f-a-each.\1"),
    (r"amount\.options\.(\d+)\.(\w+).*", r"f-a\1-\2"),
    (r"amount\.(\w+).*", r"f-a-\1"),
    (r"amount", "f-a-kind"),
    (r"caps\.(\w+)", r"f-cap-\1"),
    (r"shares.*", "f-share-nation"),
    (r"window\.\w+\.(\d+)\.(opens|closes).*", r"f-w-\2-\1"),
    (r"materials\.(\d+).*", r"f-m-zh-\1"),
    (r"duties\.(\d+).*", r"f-d-zh-\1"),
    (r"provenance.*", "f-mark"),
    (r"(\w+)(\..*)?", r"f-\1"),
)


def _target(rest: list[str]) -> str:
    """Name the field of the form that a path is edited in."""
    path = ".".join(rest)
    for pattern, field in TARGETS:
        found = re.fullmatch(pattern, path)
        if found:
            return found.expand(field)
    return ""


# --- cases ---------------------------------------------------------------------------------------


def cases_of(draft: PolicyDraft) -> list[dict[str, Any]]:
    """Give the cases of a draft."""
    return [row for row in writing.data_of(draft.cases).get("cases") or () if isinstance(row, dict)]


def ran(draft: PolicyDraft, policy: Policy | None, clause_id: str = "") -> list[Case]:
    """Run the cases, of one clause or all; not run where the draft cannot be read."""
    found = []
    for place, row in enumerate(cases_of(draft)):
        wanted = row.get("expect", {}).get("clauses", {})
        if clause_id and clause_id not in wanted:
            continue
        asked = row | {"expect": {"clauses": {clause_id: wanted[clause_id]}}} if clause_id else row
        result = (
            run_case(asked, draft.policy, rules.shelf(), policy) if policy is not None else None
        )
        found.append(Case(place, row, result))
    return found
