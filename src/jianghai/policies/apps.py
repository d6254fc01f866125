"""The app of the policies."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Policies and what enterprises are owed by them."""

    name = "jianghai.policies"
    verbose_name = "惠企政策"

    def ready(self) -> None:
        """Listen for changed facts, and offer the ledger of payments to the registry."""
        from jianghai.enterprises import offers
        from jianghai.policies import signals
        from jianghai.policies.queries import payouts

        signals.connect()
        offers.offer("payouts", payouts.ledger)
