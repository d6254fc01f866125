"""What can go wrong with notices."""

from __future__ import annotations

from jianghai.base.errors import ApplicationError


class NoNoticeError(ApplicationError):
    """There is no such notice among yours; open the inbox to see those there are."""

    zh = "您没有这条通知，请从“消息”页面查看。"


class PreferenceError(ApplicationError):
    """This choice cannot be kept: name kinds of notices that exist, and one to seven digests a week."""

    zh = "无法保存该设置：通知类别须为现有类别，每周汇总次数须为 1 到 7 次。"
