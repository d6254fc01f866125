"""The tables of persons, departments and posts."""

from __future__ import annotations

from jianghai.people.models.departments import Department, Deputy, Duty, Post
from jianghai.people.models.persons import EDITORS, OUTSIDE, ZONE, People, Person, Role

__all__ = [
    "EDITORS",
    "OUTSIDE",
    "ZONE",
    "Department",
    "Deputy",
    "Duty",
    "People",
    "Person",
    "Post",
    "Role",
]
