"""What pages show: firms judged, facts laid out, the zone counted, rules put into words."""
