"""Who plays the made-up cases: the accounts of the sign-in page, and colleagues that nobody signs in as."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jianghai.people.models import Department, Duty, Person, Post, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jianghai.casework.services import Service

SINCE = date(2020, 1, 1)
COLLEAGUE = "demo-staff-"
#: The posts of the accounts: department and duty of each.
POSTS: Mapping[str, tuple[tuple[str, Duty], ...]] = {
    "window": (("counter", Duty.WINDOW),),
    "handler": tuple(
        (code, Duty.HANDLER)
        for code in ("environment", "licensing", "registration", "policy-office")
    ),
    "reviewer": (
        ("licensing", Duty.REVIEWER),
        *((code, Duty.REVIEWER) for code in ("tax", "credit", "safety", "ecology")),
        ("finance", Duty.HANDLER),
    ),
    "chief": tuple(
        (code, Duty.CHIEF) for code in ("environment", "licensing", "registration", "policy-office")
    ),
    "assessor": (("assessor", Duty.REVIEWER),),
    "expert": (("experts", Duty.EXPERT),),
}
#: Who is the second where two have to agree.
SECOND = {("licensing", Duty.HANDLER): "handler2"}


class Crew:
    """Gives the person of a lane: an account where one has the post, else a colleague made for it."""

    def __init__(self, accounts: Mapping[str, Person]) -> None:
        """Give the accounts their posts."""
        self.accounts = accounts
        self.offices = {row.code: row for row in Department.objects.all()}
        self.seats = {seat: accounts[name] for name, seats in POSTS.items() for seat in seats}
        self.second = {seat: accounts[name] for seat, name in SECOND.items()}
        for seats in (self.seats, self.second):
            for (code, duty), person in seats.items():
                self._seat(person, code, duty)

    def of(self, service: Service) -> dict[str, Person]:
        """Give the people of a service by the names that plays use."""
        people = {"drafter": self.accounts["drafter"]}
        for lane, rule in service.lanes.items():
            if rule.holder:
                continue
            code = service.authority if rule.department == "authority" else rule.department
            seat = (code, Duty(rule.duty))
            people[lane] = self.seats.get(seat) or self._colleague(*seat, 1)
            people[f"{lane} 2"] = self.second.get(seat) or self._colleague(*seat, 2)
        return people

    def _colleague(self, code: str, duty: Duty, number: int) -> Person:
        told = {"role": Role.STAFF, "name": f"示例{duty.label}{number}"}
        person, new = Person.objects.get_or_create(
            username=f"{COLLEAGUE}{code}-{duty}-{number}", defaults=told
        )
        if new or not person.is_active:
            person.is_active = True
            person.set_unusable_password()
            person.save()
        self._seat(person, code, duty)
        return person

    def _seat(self, person: Person, code: str, duty: Duty) -> None:
        where = self.offices[code]
        Post.objects.get_or_create(person=person, department=where, duty=duty, since=SINCE)
