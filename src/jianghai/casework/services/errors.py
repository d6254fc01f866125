"""What can go wrong with service folders and what is kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from jianghai.casework.errors import CaseworkError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rulebook.errors import Fault

SHOWN = 5


class ServiceFilesError(CaseworkError):
    """The files of this service are not accepted; mend the named places and load them again."""

    zh = "事项文件不符合要求，请按提示修改后重新载入。"

    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, faults: Sequence[Fault]) -> Self:
        """Tell the first faults in both languages, and how many more there are."""
        shown, more = faults[:SHOWN], len(faults) - SHOWN
        zh = "；".join(f"{one.where}: {one.what.zh}，{one.remedy.zh}" for one in shown)
        en = " ".join(f"{one.where}: {one.what.en}. {one.remedy.en}." for one in shown)
        error = cls(
            zh + (f"；另有 {more} 处。" if more > 0 else "。"),
            en + (f" And {more} more." if more > 0 else ""),
        )
        error.faults = tuple(faults)
        return error


class NoSuchServiceError(CaseworkError):
    """No service of that name is offered on that day; the page of services lists them."""

    zh = "该日没有这一办理事项，可在办事指南中查看全部事项。"


class UnknownStepError(CaseworkError):
    """This edition of the service has no such step or lane; the case runs on another edition."""

    zh = "该版本的事项没有这一环节或泳道，请核对办件所用的版本。"


class UnknownDepartmentError(CaseworkError):
    """No department has that code in the files of the zone; add it to departments.yaml."""

    zh = "园区文件中没有该代码的部门，请在 departments.yaml 中补充。"
