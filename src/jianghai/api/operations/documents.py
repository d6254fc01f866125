"""Documents of a case: hand in versions, read remarks, answer them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, BinaryIO, Literal, cast

from django.http import HttpRequest
from ninja import Field, File, Form, Path, Router, Schema, Status
from ninja.files import UploadedFile

from jianghai.api.auth import person
from jianghai.api.errors import InputError
from jianghai.api.operations.cases import CaseNumber, found
from jianghai.api.shapes import SIXTEEN, Key, Number, Told
from jianghai.casework.actions import documents as actions
from jianghai.casework.models import Document, Remark, Version
from jianghai.casework.queries import documents as queries

router = Router()


class Place(Schema):
    """Which material of which case."""

    number: str = Field(pattern=SIXTEEN, max_length=16)
    material: str = Field(max_length=60, description="Its id in the service's materials")


class VersionTold(Schema):
    """One version of a document, known by the hash of its content."""

    number: int
    name: str
    kind: str
    size: int
    pages: int | None
    sha256: str
    at: datetime


class DocumentTold(Schema):
    """A document with its versions, the newest first."""

    id: int
    material: str
    name: str
    issued: bool
    unsettled: int = Field(description="Remarks that are not closed yet")
    versions: list[VersionTold]


class RemarkTold(Schema):
    """What a reviewer says of a place of a version, and what became of it."""

    id: int
    number: int
    version: int
    page: int
    quote: str
    text: str
    state: str
    verdict: str
    answer: str
    reason: str
    closed_in: int | None


class Answered(Told):
    """What the applicant's side says to a remark."""

    verdict: Literal["answered", "accepted", "rejected"] = "answered"
    text: str = Field(min_length=1, max_length=5000)


def of_version(row: Version) -> dict[str, Any]:
    """Tell a version."""
    names = ("number", "name", "kind", "size", "pages", "sha256", "at")
    return {name: getattr(row, name) for name in names}


def of_document(row: Document, versions: list[Version], unsettled: int) -> dict[str, Any]:
    """Tell a document with its versions."""
    told = {name: getattr(row, name) for name in ("material", "name", "issued")}
    held = [of_version(one) for one in versions]
    return {"id": row.pk, **told, "unsettled": unsettled, "versions": held}


def of_remark(row: Remark) -> dict[str, Any]:
    """Tell a remark."""
    names = ("number", "page", "quote", "text", "state", "verdict", "answer", "reason")
    closed = row.closed_in.number if row.closed_in else None
    told = {name: getattr(row, name) for name in names}
    return {"id": row.pk, "version": row.version.number, "closed_in": closed, **told}


@router.get("/cases/{number}/documents", response=list[DocumentTold], operation_id="documents")
def list_documents(request: HttpRequest, number: CaseNumber) -> list[dict[str, Any]]:
    """List the documents of a case."""
    rows: list[Any] = queries.of_case(person(request), found(request, number))
    return [of_document(row, row.held, row.unsettled) for row in rows]


@router.post(
    "/cases/{number}/documents/{material}",
    response={201: VersionTold},
    operation_id="hand_in_document",
)
def hand_in(
    request: HttpRequest,
    place: Annotated[Place, Path()],
    key: Key,
    file: Annotated[UploadedFile, File()],
    note: Annotated[str, Form(max_length=500)] = "",
) -> Status[dict[str, Any]]:
    """Hand in a version of a material; the same content again is the version there is."""
    if "\0" in note or file.file is None or not file.name:
        raise InputError(where="form.file")
    sent = actions.Sent(file.name, cast("BinaryIO", file.file), note)
    made = actions.add_version(
        found(request, place.number), place.material, sent, by=person(request), key=key
    )
    return Status(201, of_version(made))


@router.get("/documents/{id}/remarks", response=list[RemarkTold], operation_id="remarks")
def remarks(request: HttpRequest, id: Number) -> list[dict[str, Any]]:
    """List the remarks of a document, in the order in which they were made."""
    document = queries.get(person(request), id)
    rows = Remark.objects.filter(document=document).select_related("version", "closed_in")
    return [of_remark(row) for row in rows.order_by("number")]


@router.post("/remarks/{id}/answer", response=RemarkTold, operation_id="answer_remark")
def answer(
    request: HttpRequest,
    id: Number,
    told: Answered,
    key: Key,
) -> dict[str, Any]:
    """Say something to a remark, take it up, or refuse it with the reason."""
    caller = person(request)
    row = queries.remark(caller, id)
    match told.verdict:
        case "accepted":
            done = actions.accept_remark(row, told.text, by=caller, key=key)
        case "rejected":
            done = actions.reject_remark(row, told.text, by=caller, key=key)
        case _:
            done = actions.answer_remark(row, told.text, by=caller, key=key)
    return of_remark(done)
