"""What can go wrong with policies, drafts and the lab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.base.errors import ApplicationError

if TYPE_CHECKING:
    from jianghai.policies.editing.reading import Wrong


class UnknownPolicyError(ApplicationError):
    """There is no such policy or edition; choose one from the policy library."""

    zh = "没有这个政策或版本，请从“政策库”页面选择。"


class PublishedError(ApplicationError):
    """A published edition never changes; write a new edition that begins later."""

    zh = "已发布的版本不能修改或删除；请另起草一个更晚生效的版本。"


class DraftError(ApplicationError):
    """The draft cannot be used as it stands; correct the clauses and fields that are named."""

    zh = "草稿不合要求，请按所列条款与字段改正。"
    #: Every fault with its clause and field, where the text of the draft has some.
    wrong: tuple[Wrong, ...] = ()


class StaleDraftError(ApplicationError):
    """Somebody else has changed this draft meanwhile; open it again and repeat your change."""

    zh = "草稿已被他人修改，请重新打开后再改。"


class DraftStateError(ApplicationError):
    """The draft is not in a state in which this can be done; look at its state on the draft page."""

    zh = "草稿当前状态不能这样办理，请查看草稿页面上的状态。"


class SameHandError(ApplicationError):
    """Who wrote a draft may not publish it; ask a second person to review it."""

    zh = "起草人不能复核自己的草稿，请由另一位工作人员复核。"


class ScenarioError(ApplicationError):
    """This change cannot be tried; give a place in the policy and a value that fits it."""

    zh = "无法这样试算，请给出政策中的位置和合适的取值。"


class NotEvaluatedError(ApplicationError):
    """The zone has not been evaluated by the policies yet; run `manage.py evaluate_policies`."""

    zh = "园区尚未按政策测算，请先运行 `manage.py evaluate_policies`。"


class StepError(ApplicationError):
    """This step does not follow from where the matter stands; open it again and look at its state."""

    zh = "当前状态不能办理这一步，请刷新后查看状态。"


class PoolError(ApplicationError):
    """The pool has not enough left; scale the matched payouts down to the budget, or raise the budget."""

    zh = "资金池余额不足；请按预算比例下调已匹配的兑付，或增加预算。"


class PayoutError(ApplicationError):
    """This payout cannot be made as asked; correct what is named."""

    zh = "无法按要求办理兑付，请按提示改正。"


class NotOpenForApplicationError(ApplicationError):
    """One cannot apply for this clause now; look at its window and at how it is paid."""

    zh = "该条款现在不能申报，请查看申报时间和兑现方式。"


class ApplyError(ApplicationError):
    """The application cannot be handed in as it stands; complete what is named."""

    zh = "申报尚不完整，请补齐所列内容后提交。"


class MaterialError(ApplicationError):
    """This file cannot be taken; hand in a PDF, OFD, JPEG, PNG, DOCX or XLSX within the size that is named."""

    zh = "无法接收该文件；请上传 PDF、OFD、JPEG、PNG、DOCX 或 XLSX，且不超过规定大小。"
