"""What can go wrong with cases: what, where and what to do, in Chinese and English."""

from __future__ import annotations

from jianghai.base.errors import ApplicationError


class CaseworkError(ApplicationError):
    """The case cannot be carried on as asked."""

    zh = "无法按要求办理该件。"
