"""What can go wrong with evaluations, cohorts and weight tables."""

from __future__ import annotations

from jianghai.base.errors import ApplicationError


class WeightsError(ApplicationError):
    """Give one row per indicator and one column per stage, each column adding up to 100."""

    zh = "权重表不合要求：每个指标一行、每个阶段一列，每列合计 100。"


class NoCohortError(ApplicationError):
    """No cohort was stored by that day; build one first, or choose a later day."""

    zh = "该日之前没有留存同组参照；请先生成，或换一个日期。"


class UnknownStandardError(ApplicationError):
    """There is no standard of that code; choose one from the rulebook page."""

    zh = "没有这个标准，请从“标准库”页面选择。"
