"""What can go wrong with persons."""

from __future__ import annotations

from jianghai.base.errors import ApplicationError


class NotSignedInError(ApplicationError):
    """Nobody is signed in; sign in first."""

    zh = "尚未登录，请先登录。"
