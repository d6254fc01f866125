"""What can go wrong with policies, drafts and the lab."""

from __future__ import annotations

from jianghai.base.errors import ApplicationError


class UnknownPolicyError(ApplicationError):
    """There is no such policy or edition; choose one from the policy library."""

    zh = "没有这个政策或版本，请从“政策库”页面选择。"


class PublishedError(ApplicationError):
    """A published edition never changes; write a new edition that begins later."""

    zh = "已发布的版本不能修改或删除；请另起草一个更晚生效的版本。"


class DraftError(ApplicationError):
    """The draft cannot be used as it stands; correct the clauses and fields that are named."""

    zh = "草稿不合要求，请按所列条款与字段改正。"


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
