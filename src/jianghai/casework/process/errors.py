"""What can go wrong with process diagrams and the cases that run on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from jianghai.casework.errors import CaseworkError

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a diagram: at which element, what, and what to do."""

    element: str
    name: str
    zh: str
    en: str

    def told(self, lang: str) -> str:
        """Say it with the element's name and id in front."""
        said, mark = (self.zh, "“{0}”（{1}）：") if lang == "zh" else (self.en, '"{0}" ({1}): ')
        if not self.element:
            return said
        return mark.format(self.name or self.element, self.element) + said


class DiagramError(CaseworkError):
    """This process diagram is not accepted; mend the named elements and load it again."""

    zh = "流程图不符合要求，请按提示修改后重新载入。"

    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, faults: tuple[Fault, ...], *, where: str) -> Self:
        """Tell the first faults in both languages, and how many more there are."""
        shown, more = faults[:SHOWN], len(faults) - SHOWN
        zh = "；".join(fault.told("zh").rstrip("。") for fault in shown)
        en = " ".join(fault.told("en") for fault in shown)
        error = cls(
            zh + (f"；另有 {more} 处。" if more > 0 else "。"),
            en + (f" And {more} more." if more > 0 else ""),
            where=where,
        )
        error.faults = faults
        return error

    @property
    def element(self) -> str:
        """Give the id of the first element at fault, or nothing where the file as a whole is."""
        return self.faults[0].element if self.faults else ""


class NoSuchTokenError(CaseworkError):
    """This step is no longer open: it was done or withdrawn meanwhile; load the case again."""

    zh = "该环节已办结或已撤回，请刷新后再办。"


class ForeignStateError(CaseworkError):
    """The stored position of this case is damaged or belongs to another edition of the process."""

    zh = "该件保存的流程位置已损坏，或属于流程的另一版本，请联系系统管理员。"


class UnansweredError(CaseworkError):
    """A gateway asks for an answer that nobody has given; give it when finishing the step before."""

    zh = "流程网关所问的事项尚无答案，请在办结上一环节时给出。"
