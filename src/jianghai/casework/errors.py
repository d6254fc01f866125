"""What can go wrong with cases: what, where and what to do, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.base.errors import ApplicationError

if TYPE_CHECKING:
    from collections.abc import Mapping


class CaseworkError(ApplicationError):
    """The case cannot be carried on as asked."""

    zh = "无法按要求办理该件。"


class NotThatStageError(CaseworkError):
    """This cannot be done at the stage that the case is in; look at the case page for what comes next."""

    zh = "办件当前所处环节不能进行该操作，请查看办件页面了解下一步。"


class TaskTakenError(CaseworkError):
    """This task is done, withdrawn or held by somebody else; look at the case page for who holds it."""

    zh = "该任务已办结、已取消或由他人办理，请查看办件页面了解由谁办理。"


class NotYetError(CaseworkError):
    """This may not be done before the public notice has ended."""

    zh = "公示期届满前不得办理。"


class FormError(CaseworkError):
    """Some of what was filled in is missing or not right; it was kept, correct it and hand it in again."""

    zh = "填报内容不完整或有误；已为您保存，请更正后重新提交。"

    def __init__(
        self,
        faults: Mapping[str, Mapping[str, str]] | None = None,
        zh: str = "",
        en: str = "",
        *,
        where: str = "",
    ) -> None:
        """Keep what is wrong by field; each fault is told in both languages."""
        self.faults = dict(faults or {})
        if self.faults and not zh:
            zh = (
                "；".join(told["zh"] for told in self.faults.values())
                + "。内容已保存，请更正后重新提交。"
            )
            en = (
                "; ".join(told["en"] for told in self.faults.values())
                + ". It was kept; correct it and try again."
            )
        super().__init__(zh, en, where=where)


class PauseError(CaseworkError):
    """A clock stands still only for a reason that the law names, with a notice to the applicant in writing."""

    zh = "只有法定事由并书面告知申请人，才能暂停计时。"


class ObjectionError(CaseworkError):
    """The objection could not be taken; say who you are, how to reach you, and what you object to."""

    zh = "异议未能提交：请填写姓名、联系方式和具体内容。"


class EvaluationError(CaseworkError):
    """A case is judged once, by its applicant, after it is closed."""

    zh = "每件办结后由申请人评价一次。"


class DocumentError(CaseworkError):
    """This document cannot be taken or opened as asked; choose another file, or tell the zone office."""

    zh = "该文件无法接收或打开，请另选文件，或联系园区工作人员。"


class RemarkError(CaseworkError):
    """This cannot be done with the remark as it stands now; load the page again and look at its state."""

    zh = "该意见目前的状态不能这样办理，请刷新页面查看最新状态。"


class PlayError(CaseworkError):
    """The case file cannot be played; mend it where it is named."""

    zh = "办件文件无法重放，请按提示修改。"
