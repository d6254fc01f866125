"""What can go wrong with offices outside."""

from __future__ import annotations

from jianghai.base.errors import ApplicationError


class OfficeError(ApplicationError):
    """The office did not answer as it should; it is asked again."""

    zh = "外部单位未正常答复，将自动重试。"
