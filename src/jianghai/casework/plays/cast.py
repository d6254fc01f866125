"""The cast of a play: an enterprise with its people, and a holder of every post that the service asks for."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from jianghai.casework import services
from jianghai.casework.errors import PlayError
from jianghai.casework.services import departments
from jianghai.enterprises.models import Enterprise, Membership, MembershipRole
from jianghai.people.models import Department, Duty, Person, Post, Role

if TYPE_CHECKING:
    from jianghai.casework.plays.reading import Play
    from jianghai.casework.services import Service

SINCE = date(2020, 1, 1)
OUTSIDERS = {"drafter": Role.AGENCY, "expert": Role.EXPERT, "agent": Role.AGENCY}


class Cast:
    """Gives the person behind a name of the file: a lane of the diagram, perhaps with a number: `reviewer 2`."""

    def __init__(self, play: Play, key: str) -> None:
        """Make the departments and the enterprise; persons are made as they are named."""
        departments.load()
        self.play, self.key = play, key
        self.people: dict[str, Person] = {}
        self.service: Service = services.shelf().edition(play.service, play.steps[0].at.date())
        self.firm = self._firm() if play.firm else None

    def _firm(self) -> Enterprise:
        told = dict(self.play.firm or {})
        code = told.get("uscc")
        found = (
            Enterprise.objects.filter(uscc=code)
            if code
            else Enterprise.objects.filter(name=told["name"])
        )
        return found.first() or Enterprise.objects.create(
            name=told["name"], uscc=code, uscc_absent="" if code else "示例", demo=True
        )

    def person(self, who: str) -> Person:
        """Give a person by the name that the file uses."""
        if who not in self.people:
            self.people[who] = self._made(who)
        return self.people[who]

    def _made(self, who: str) -> Person:
        lane, _, _number = who.partition(" ")
        mark = hashlib.sha256(f"{self.key}:{who}".encode()).hexdigest()[:10]
        role = Role.ENTERPRISE if lane == "applicant" else OUTSIDERS.get(lane, Role.STAFF)
        name = self.play.cast.get(who, who)
        person, new = Person.objects.get_or_create(
            username=f"play-{mark}", defaults={"name": name, "role": role, "demo": True}
        )
        if new:
            person.set_unusable_password()
            person.save()
        if lane == "applicant":
            self._join(person)
        elif role == Role.STAFF:
            self._seat(person, lane)
        return person

    def _join(self, person: Person) -> None:
        if self.firm is not None:
            Membership.objects.get_or_create(
                enterprise=self.firm,
                person=person,
                role=MembershipRole.AGENT,
                defaults={"valid_from": SINCE},
            )

    def _seat(self, person: Person, lane: str) -> None:
        """Give somebody the post of a lane."""
        if lane not in self.service.lanes or self.service.lanes[lane].holder:
            known = "、".join(["applicant", "drafter", *self.service.lanes])
            raise PlayError(
                f"没有“{lane}”这一角色；可用：{known}。",
                f"There is nobody called '{lane}'; there are: {known}.",
            )
        rule = self.service.lanes[lane]
        code = self.service.authority if rule.department == "authority" else rule.department
        office = Department.objects.get(code=code)
        Post.objects.get_or_create(
            person=person, department=office, duty=Duty(rule.duty), since=SINCE
        )
