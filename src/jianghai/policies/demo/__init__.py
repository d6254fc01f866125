"""A made-up policy with made-up payouts, so that a demonstration's pages show life; every word of it says so."""

from __future__ import annotations

from jianghai.policies.demo.paying import APPLIED, show_payouts
from jianghai.policies.demo.publishing import POLICY, publish_measures
from jianghai.policies.demo.removing import remove_measures

__all__ = ["APPLIED", "POLICY", "publish_measures", "remove_measures", "show_payouts"]
