"""The desk of the zone's staff: drafts of policies, the lab, payouts, pushes and applications."""
