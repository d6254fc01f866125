"""What can go wrong with enterprises, facts and spreadsheets."""

from __future__ import annotations

from jianghai.base.errors import ApplicationError


class SheetError(ApplicationError):
    """The spreadsheet cannot be read; save it as XLSX or as CSV in UTF-8 and try again."""

    zh = "无法读取该表格，请另存为 XLSX 或 UTF-8 编码的 CSV 后重试。"


class TooLargeError(SheetError):
    """The spreadsheet is larger than this installation accepts; split it into several files."""

    zh = "表格过大，请拆分为多个文件后分别导入。"


class NotPreviewedError(ApplicationError):
    """This import has already been started or undone; bring the file again to import it once more."""

    zh = "该导入已执行或已撤销；如需再次导入，请重新上传文件。"


class NotAppliedError(ApplicationError):
    """Only a finished import can be undone."""

    zh = "只有已完成的导入才能撤销。"


class FactError(ApplicationError):
    """This value does not fit the fact; look at its unit and its limits."""

    zh = "该值与指标不符，请检查单位和取值范围。"
