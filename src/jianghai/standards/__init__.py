"""Standards: what every enterprise of the zone is, what it is close to, and the points it has."""
