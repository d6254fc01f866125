"""States in colour, icon and word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jianghai.web.words import NOT_ASKED, Said

if TYPE_CHECKING:
    from collections.abc import Mapping

DRAFTS: Mapping[str, Said] = {
    "draft": Said("none", _("起草中"), "edit"),
    "in_review": Said("unknown", _("待复核"), "clock"),
    "returned": Said("unmet", _("已退回"), "arrow-back-up"),
    "published": Said("met", _("已发布"), "circle-check"),
    "dropped": Said("none", _("已放弃"), "circle-x"),
}
PAYOUTS: Mapping[str, Said] = {
    "matched": Said("none", _("已匹配"), "target-arrow"),
    "pushed": Said("unknown", _("已推送"), "clock"),
    "confirmed": Said("manual_review", _("已确认"), "check"),
    "paid": Said("met", _("已兑付"), "coin"),
    "published": Said("met", _("已公示"), "circle-check"),
    "declined": Said("none", _("企业放弃"), "circle-x"),
    "returned": Said("unmet", _("退款待重付"), "arrow-back-up"),
    "clawed_back": Said("unmet", _("已追回"), "arrow-back-up"),
    "dropped": Said("none", _("已撤下"), "circle-x"),
}
APPLICATIONS: Mapping[str, Said] = {
    "draft": Said("none", _("草稿"), "edit"),
    "in_review": Said("unknown", _("审核中"), "clock"),
    "returned": Said("unmet", _("退回补正"), "arrow-back-up"),
    "approved": Said("met", _("已通过"), "circle-check"),
    "refused": Said("unmet", _("未通过"), "circle-x"),
    "withdrawn": Said("none", _("已撤回"), "circle-dashed"),
}
RISKS: Mapping[int, Said] = {
    1: Said("met", _("低风险"), "circle-check"),
    2: Said("unknown", _("中风险"), "alert-triangle"),
    3: Said("unmet", _("高风险"), "alert-triangle"),
}


def _said(found: Said | None) -> dict[str, Any]:
    return {"verdict": found or NOT_ASKED, "size": ""}


def draft(state: str) -> dict[str, Any]:
    """Say how far a draft is."""
    return _said(DRAFTS.get(state))


def payout(state: str) -> dict[str, Any]:
    """Say how far a payout is."""
    return _said(PAYOUTS.get(state))


def application(state: str) -> dict[str, Any]:
    """Say how far an application is."""
    return _said(APPLICATIONS.get(state))


def risk(level: int) -> dict[str, Any]:
    """Say how sure a payout is."""
    return _said(RISKS.get(level))
