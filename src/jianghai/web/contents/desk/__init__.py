"""What the pages of the zone's desk show: drafts, the lab, payouts, pushes, applications."""
