"""What can go wrong with windows and appointments."""

from __future__ import annotations

from jianghai.base.errors import ApplicationError


class WindowDataError(ApplicationError):
    """The data of a window cannot be used; see which entry and what it must be."""

    zh = "窗口数据有误，请按提示修改该项。"


class WindowServiceError(ApplicationError):
    """This window does not take that service; choose a window that does."""

    zh = "该窗口不受理此事项，请选择受理该事项的窗口。"


class NoSlotError(ApplicationError):
    """There is no slot at that time, as the window is closed then or the time has begun; choose another slot."""

    zh = "该时间没有可预约的时段：窗口不办公，或时段已开始；请另选时段。"


class SlotTakenError(ApplicationError):
    """Every place of this slot is booked; choose another slot."""

    zh = "该时段已约满，请另选时段。"


class OverlapError(ApplicationError):
    """You have another appointment at that time; move or cancel it, or choose another slot."""

    zh = "您在该时间已有预约；请先改约或取消，或另选时段。"


class BookingPausedError(ApplicationError):
    """Booking is paused after several appointments that were not kept; you can still come without one."""

    zh = "因多次预约未到，暂停网上预约；您仍可到现场取号办理。"


class TooManyBookedError(ApplicationError):
    """You have as many appointments to come as one person may have; keep or cancel one first."""

    zh = "您未到期的预约已达上限，请先办理或取消一个。"


class AppointmentStepError(ApplicationError):
    """This cannot be done with the appointment as it stands; look at it again."""

    zh = "该预约当前状态不能这样办理，请刷新后再看。"


class SessionError(ApplicationError):
    """This session cannot be held: it must end after it begins, lie ahead, and not overlap hours that are open."""

    zh = "无法开设该场次：须在将来、结束晚于开始，且不与已开放的办公时间重叠。"


class ClosureError(ApplicationError):
    """This window cannot be closed or opened again for that day; look at its week."""

    zh = "无法在该日停办或恢复该窗口，请查看该窗口一周安排。"


class PaymentError(ApplicationError):
    """This payment does not fit what was granted and planned; look at the plan."""

    zh = "与核定金额或拨付计划不符，请核对计划。"


class OwnFirmError(ApplicationError):
    """You act for this firm yourself; somebody else of the zone has to do this."""

    zh = "您本人代表该企业，须由其他工作人员办理。"
