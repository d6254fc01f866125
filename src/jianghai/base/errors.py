"""The root of all errors that a person is shown: what, where and what to do, in Chinese and English."""

from __future__ import annotations

import re


class ApplicationError(Exception):
    """The work could not be done as asked."""

    #: What happened and what to do, in Chinese; the English is the docstring.
    zh = "无法按要求办理。"

    def __init__(self, zh: str = "", en: str = "", *, where: str = "") -> None:
        """Keep both messages; each falls back to what the class says."""
        self.zh = zh or type(self).zh
        self.en = en or " ".join((type(self).__doc__ or "").split())
        self.where = where
        super().__init__(self.en)

    @property
    def code(self) -> str:
        """Give the class name in snake case, without its ending, for programs that read errors."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__.removesuffix("Error")).lower()

    @property
    def message(self) -> str:
        """Give the message in the language of the reader."""
        # The console script reads spreadsheets, and so these errors, without loading Django.
        from django.utils.translation import get_language  # noqa: PLC0415

        told = self.en if (get_language() or "zh").startswith("en") else self.zh
        return f"{self.where}: {told}" if self.where else told

    def __str__(self) -> str:
        """Show both languages in one line, Chinese first."""
        told = f"{self.zh} / {self.en}"
        return f"{self.where}: {told}" if self.where else told


class NotAllowedError(ApplicationError):
    """You may not do this; ask the zone office for the right to."""

    zh = "您没有此项权限；如需办理，请联系园区工作人员。"


class BrokenJournalError(ApplicationError):
    """A journal line may be added, never changed or removed."""

    zh = "日志只能追加，不能修改或删除。"


class CreditCodeError(ApplicationError):
    """A unified social credit code has 18 characters: digits and capital letters without I, O, S, V, Z."""

    zh = "统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z），请核对后重填。"


class MoneyError(ApplicationError):
    """An amount is a plain number no finer than one fen, such as 1234.56."""

    zh = "金额应为普通数字，且不小于一分，例如 1234.56。"


class SealError(ApplicationError):
    """This value cannot be opened: it was changed, or sealed before `SECRET_KEY` changed; ask for it again."""

    zh = "无法解密该内容：内容已被改动，或密钥（SECRET_KEY）已更换；请重新填写。"


class KeyUsedError(ApplicationError):
    """This key already stands for another step; send a new key for every new step."""

    zh = "该幂等键已用于另一项办理，请为每次办理使用新的键。"


class UploadError(ApplicationError):
    """This file cannot be taken; send a PDF, picture or office document without macros, whole and unlocked."""

    zh = "无法接收该文件；请上传完整、未加密、不含宏的 PDF、图片或办公文档。"
