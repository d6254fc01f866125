"""What happened to a case, as its journal tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jianghai.base import journal

if TYPE_CHECKING:
    from datetime import datetime

    from jianghai.casework.models import Case

#: Verbs of the journal in the words of a timeline; those that are not here are for the auditor only.
WORDS = {
    "case started": ("建立申请", "Begun"),
    "case submitted": ("提交申请", "Handed in"),
    "case received": ("接件", "Received"),
    "case accepted": ("受理", "Accepted"),
    "case not accepted": ("不予受理", "Not accepted"),
    "supplement asked": ("一次性告知补正", "Correction asked"),
    "supplement given": ("补正完成", "Corrected"),
    "case in hand": ("部门开始办理", "In hand"),
    "task done": ("环节办结", "Step done"),
    "task agreed": ("一人已同意", "One of two agreed"),
    "task ended by the clock": ("期限到，进入下一步", "Time came, went on"),
    "task claimed": ("领取任务", "Task taken"),
    "task released": ("退回任务", "Task given back"),
    "task transfer": ("转办", "Transferred"),
    "task delegate": ("委托办理", "Delegated"),
    "delegation ended": ("收回委托", "Delegation ended"),
    "help asked": ("请求协办", "Help asked"),
    "help given": ("协办意见", "Help given"),
    "party invited": ("邀请参与", "Invited"),
    "notice posted": ("发布公示", "Notice posted"),
    "objection received": ("收到异议", "Objection received"),
    "objection answered": ("答复异议", "Objection answered"),
    "special begun": ("特别程序开始", "Special procedure begun"),
    "special ended": ("特别程序结束", "Special procedure ended"),
    "clock extended": ("延长期限", "Term extended"),
    "clock warned": ("期限预警", "Clock warning"),
    "case overdue": ("超过期限", "Overdue"),
    "overdue explained": ("公开说明超期原因", "Delay explained"),
    "material tolerated": ("容缺受理", "Paper may follow"),
    "tolerance lapsed": ("容缺逾期", "Paper did not follow"),
    "notice ended": ("公示期满", "Notice ended"),
    "remark made": ("提出意见", "Remark made"),
    "remark answered": ("答复意见", "Remark answered"),
    "remark accepted": ("采纳意见", "Remark accepted"),
    "remark rejected": ("不采纳意见", "Remark rejected"),
    "remark closed": ("意见关闭", "Remark closed"),
    "remark reopened": ("意见重新打开", "Remark opened again"),
    "document version added": ("上传文件", "Document handed in"),
    "decided": ("作出决定", "Decided"),
    "decision sent": ("决定已送出", "Decision sent"),
    "decision delivered": ("决定已送达", "Decision delivered"),
    "decision undone": ("撤回或撤销决定", "Decision undone"),
    "firm founded": ("新企业入库", "Firm entered into the registry"),
    "handed over": ("移交监管", "Handed over to supervision"),
    "payment planned": ("制定拨付计划", "Payment planned"),
    "instalment paid": ("拨付一期", "Instalment paid"),
    "payment declined": ("企业放弃款项，停止拨付", "Declined by the firm; nothing more is paid"),
    "payment dropped": ("停止拨付", "Nothing more is paid"),
    "payment clawed_back": ("追回款项", "Money taken back"),
    "case judged": ("已评价", "Judged"),
    "bad mark followed": ("差评已整改", "Bad mark followed up"),
    "case taken back": ("撤件", "Taken back"),
    "case lapsed": ("逾期终止", "Lapsed"),
    "case closed without a decision": ("办件终止", "Ended"),
    "office answered": ("外部单位已答复", "Office answered"),
    "deadline moved": ("工作日历变更，期限调整", "Calendar changed, deadline moved"),
}
#: Of these the applicant is told nothing: they are about who works on what.
INSIDE = frozenset(
    {
        "task claimed",
        "task released",
        "task transfer",
        "task delegate",
        "delegation ended",
        "clock warned",
    }
)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline."""

    at: datetime
    verb: str
    zh: str
    en: str
    who: str
    what: dict[str, Any]


def of_case(case: Case, *, inside: bool = True) -> list[Event]:
    """List what happened, the oldest first; without `inside` only what concerns the applicant."""
    left_out = frozenset() if inside else INSIDE
    lines = journal.of(case).order_by("number")
    return [
        Event(line.at, line.verb, *WORDS[line.verb], line.actor_name, line.what)
        for line in lines
        if line.verb in WORDS and line.verb not in left_out
    ]
