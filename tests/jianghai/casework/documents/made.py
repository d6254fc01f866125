"""A case with a report under review, its parties, and papers to hand in, as rows and bytes."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream, DictionaryObject, NameObject

from jianghai.base import clock
from jianghai.casework import services
from jianghai.casework.actions import documents as actions
from jianghai.casework.actions.documents import Place, Sent, keeping
from jianghai.casework.models import (
    Case,
    Document,
    Holder,
    Party,
    ServiceEdition,
    Task,
    TaskKind,
    Version,
)
from jianghai.casework.services.reading.building import build
from jianghai.people.models import Department, Duty, Post
from tests.cast import person
from tests.jianghai.casework.process import drawn

if TYPE_CHECKING:
    from jianghai.casework.models import Remark
    from jianghai.enterprises.models import Enterprise
    from jianghai.people.models import Person

REPORT, PROOF = "report", "proof"


def pdf(*pages: str) -> bytes:
    """Write a PDF with a line of Latin text on each page."""
    writer = PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    for text in pages:
        page = writer.add_blank_page(595, 842)
        named = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
        fonts = DictionaryObject({NameObject("/F1"): named})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = ContentStream(None, writer)
        lines = " T* ".join(f"({line}) Tj" for line in text.split("\n"))
        stream.set_data(f"BT /F1 18 Tf 24 TL 72 720 Td {lines} ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


FIRST = pdf("Dust is 10 mg.\nNoise is low.", "Water is reused.", "Waste is kept for 30 days.")
SECOND = pdf("Dust is 8 mg.\nNoise is low.", "Water is reused.", "Waste is kept for 10 days.")


def material(key: str, zh: str, **more: object) -> dict:
    """Write a row of materials."""
    law = [{"document": "示例", "mark": "local-draft"}]
    row = {"id": key, "zh": zh, "en": zh, "required": True, "kinds": ["pdf"], "most_megabytes": 50}
    return {**row, "law": law, **more}


@cache
def content() -> dict:
    """Give a service that asks for a report and a proof of who asks."""
    told = {
        "id": "toy", "name": {"zh": "示例事项", "en": "Toy"}, "kind": "licence", "asks": ["enterprise"],
        "lanes": {"applicant": {"holder": "applicant"}},
        "steps": {"revise": {"outcomes": {"done": {"zh": "完成", "en": "Done"}}}},
    }  # fmt: skip
    return {
        "service": told,
        "valid_from": "2025-01-01",
        "authority": "",
        "diagram": drawn.bpmn(
            "begin start @applicant\nrevise user 修改 @applicant\nover end @applicant\nbegin > revise > over"
        ).decode(),
        "operations": [],
        "clocks": [],
        "forms": {},
        "materials": [
            material(REPORT, "环境影响报告表", review=True),
            material(PROOF, "主体资格证明", personal=True, kinds=["pdf", "png"], most_megabytes=1),
        ],
    }


def edition() -> ServiceEdition:
    """Keep the service."""
    return services.kept(build(content()))


def department(code: str, zh: str) -> Department:
    """Make a department."""
    return Department.objects.create(code=code, zh=zh, en=code.title())


def reviewer(username: str, name: str, office: Department, case: Case | None = None) -> Person:
    """Make somebody of a department, which takes part in the case."""
    someone = person(username, name, "staff")
    Post.objects.create(
        person=someone, department=office, duty=Duty.REVIEWER, since=date(2020, 1, 1)
    )
    if case is not None:
        joined = {"part": "department", "since": clock.now()}
        Party.objects.get_or_create(case=case, department=office, defaults=joined)
    return someone


def case(firm: Enterprise, applicant: Person, office: Department) -> Case:
    """Open a case that the applicant is still filling in."""
    kept = edition()
    return Case.objects.create(
        service=kept.service,
        edition=kept,
        process=kept,
        title="年产 60 万片高端半导体材料项目",
        enterprise=firm,
        applicant=applicant,
        department=office,
        opened_at=clock.now(),
        changed_at=clock.now(),
    )


def ask(case: Case, duty: str = Holder.APPLICANT) -> Task:
    """Ask the applicant's side for something."""
    return Task.objects.create(
        case=case,
        token=f"revise.{case.tasks.count()}",
        element="revise",
        name="修改报告",
        kind=TaskKind.PERSON,
        duty=duty,
        opened_at=clock.now(),
    )


def sent(data: bytes = FIRST, name: str = "报告表.pdf", note: str = "") -> Sent:
    """Send a file."""
    return Sent(name, io.BytesIO(data), note)


def handed(case: Case, by: Person, data: bytes = FIRST, key: str = "") -> Version:
    """Hand in a version of the report."""
    return actions.add_version(
        case, REPORT, sent(data), by=by, key=key or f"k{len(data)}{hash(data)}"
    )


def laid(case: Case, by: Person, data: bytes = FIRST) -> Version:
    """Lay a version of the report down as if it had been handed in, without looking into it again."""
    document, _new = Document.objects.get_or_create(
        case=case, material=REPORT, defaults={"name": "环境影响报告表"}
    )
    digest = hashlib.sha256(data).hexdigest()
    return Version.objects.create(
        document=document,
        number=document.versions.count() + 1,
        sha256=digest,
        name="报告表.pdf",
        kind="application/pdf",
        size=len(data),
        pages=len(PdfReader(io.BytesIO(data)).pages),
        place=keeping.kept(io.BytesIO(data), digest),
        by=by,
        at=clock.now(),
    )


def say(version: Version, by: Person, text: str = "请补充依据。", page: int = 1) -> Remark:
    """Make a remark."""
    count = version.document.remarks.count()
    return actions.remark(
        version, Place(page, [[72, 700, 200, 730]], "Dust"), text, by=by, key=f"r{count}{text}"
    )


def document(version: Version) -> Document:
    """Give the document as it stands now."""
    found = version.document
    found.refresh_from_db()
    return found
