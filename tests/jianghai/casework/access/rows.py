"""Every address about cases, and how it is asked for: what the table has a row for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from jianghai.api.urls import interface
from jianghai.web.views.cases import urls as cases
from jianghai.web.views.cases import verbs
from jianghai.web.views.documents import urls as documents
from jianghai.web.views.windows import urls as windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.jianghai.casework.access.scene import Scene

PAGES = [one.name for one in (*cases.urlpatterns, *documents.urlpatterns, *windows.urlpatterns)]
#: What is left to the tables of other parts: who one is, one's tokens, one's enterprises.
ELSEWHERE = {"me", "tokens", "make_token", "revoke_token", "firms", "firm"}


@dataclass(frozen=True)
class Row:
    """One address with a method, what is sent there, and how the table calls it."""

    name: str
    method: str
    path: Callable[[Scene], str]
    sent: Callable[[Scene], dict[str, Any]] = field(default=lambda _scene: {})

    @property
    def title(self) -> str:
        return f"{self.method} {self.name}"


def of(case: str, *more: Any) -> Callable[[Scene], list[Any]]:
    """Give the arguments of an address: the number of a case, and what is named in the scene."""
    return lambda scene: [scene.cases[case].number, *(_pk(scene, one) for one in more)]


def one(*names: Any) -> Callable[[Scene], list[Any]]:
    return lambda scene: [_pk(scene, name) for name in names]


def _pk(scene: Scene, name: Any) -> Any:
    return scene.named[name].pk if name in scene.named else name


#: For each page its arguments, by what stands behind its name in the table.
PLACES: dict[str, dict[str, Callable[[Scene], list[Any]]]] = {
    "services": {"": one()},
    "service": {"": one("licence")},
    "service_apply": {"": one("licence")},
    "my_cases": {"": one()},
    "workbench": {"": one()},
    "leading": {"": one()},
    "cases": {"": one()},
    "case": {"draft": of("draft"), "in hand": of("open"), "granted": of("granted")},
    "case_paper": {"": of("open", "paper")},
    "case_objections": {"": of("open", "notice")},
    "case_task": {
        "handler's": of("open", "task"),
        "applicant's": of("asked", "applicants task"),
        "taken by who has left": of("taken", "taken task"),
    },
    "public_notices": {"": one()},
    "public_feed": {"": one()},
    "public_notice": {"": one("notice")},
    "public_paper": {"": one("notice", "version")},
    "public_decision": {"": one("decision notice")},
    "public_receipt": {"": lambda scene: [scene.named["objection"].receipt]},
    "public_look_up": {"": one()},
    "public_verify": {"": lambda scene: [scene.named["paper"].code]},
    "document": {"": one("document")},
    "document_review": {"": one("document")},
    "document_compare": {"": one("document")},
    "document_live": {"": one("document")},  # asked with the version beside which it is
    "document_table": {"": one("document", "xlsx")},
    "review": {"": one("document", 1)},
    "document_file": {"": one("document", 1)},
    "document_read": {"": one("document", 1)},
    "document_readers": {"": one("document", 1)},
    "remark_make": {"": one("document", 1)},
    "remark": {"": one("remark")},
    "document_upload": {"draft": of("draft", "qualification"), "in hand": of("open", "qualification")},
    "appointments": {"": one()},
    "book": {"": one()},
    "appointment": {"": one("appointment")},
    "appointment_move": {"": one("appointment")},
    "appointment_cancel": {"": one("appointment")},
    "appointment_file": {"": one("appointment")},
    "appointment_step": {"": one("appointment")},
    "windows": {"": one()},
    "windows_load": {"": one()},
    "window": {"": one("window")},
    "window_next": {"": one("window")},
    "window_week": {"": one("window")},
    "window_extra": {"": one("window")},
    "window_close": {"": one("window")},
    "session_drop": {"": one("session")},
    "session_log": {"": one("session")},
    "closure_lift": {"": one("closure")},
}  # fmt: skip
#: Verbs of a case by the stage at which somebody could do them.
STAGES = {
    "submit": "draft", "take_back": "open", "explain_overdue": "open", "begin_special": "open",
    "end_special": "open", "extend": "open", "invite": "open", "revoke": "granted",
    "confirm": "granted", "evaluate": "granted", "follow_up": "judged",
}  # fmt: skip
#: What must be said to one page and would be nonsense to another.
SAID = {
    "remark": {"do": "answered"},
    "case_objections": {"do": "dismiss"},
    "appointment_step": {"do": "check_in"},
    "case_task applicant's": {"outcome": "given"},
    "case": {"f:matter": "设置户外广告"},
}


def sent(scene: Scene) -> dict[str, Any]:
    """Fill in every field that any form knows, so that only the right to do it is asked for."""
    return {
        "accepted": "1", "promised_by": "示例", "reason": "hearing", "how_long": "十日", "why": "听证",
        "mark": "5", "text": "示例", "finding": "已整改", "part": "drafter", "outcome": "verified",
        "f:findings": "一致", "page": "1", "username": scene.people["help"].username,
        "taker": scene.people["hand"].pk, "clock": scene.cases["open"].clocks.get(key="lic.decide").pk,
        "objection": scene.named["objection"].pk, "answer": "已核实", "name": "示例",
        "contact": "13900000000", "title": "示例", "note": "", "next": "/",
        "day": "2026-03-13", "from": "18:00", "to": "19:00", "walk_ins": "0",
    }  # fmt: skip


def pages() -> Iterator[Row]:
    """Give a row for every page, place and method that it may know; verbs have rows of their own."""
    for name in PAGES:
        if name in {"case_do", "task_do"}:
            continue
        for place, args in PLACES[name].items():
            title = f"{name} {place}".strip()
            path = _path(name, args)
            yield Row(title, "GET", path)
            said = SAID.get(title, SAID.get(name, {}))
            yield Row(title, "POST", path, lambda scene, said=said: {**sent(scene), **said})
    for verb in verbs.CASE:
        yield Row(f"case_do {verb}", "POST", _path("case_do", of(STAGES[verb], verb)), sent)
    for verb in verbs.TASK:
        yield Row(f"task_do {verb}", "POST", _path("task_do", of("open", "task", verb)), sent)


def _path(name: str, args: Callable[[Scene], list[Any]]) -> Callable[[Scene], str]:
    query = "?version=1" if name == "document_live" else ""
    return lambda scene: reverse(name, args=args(scene)) + query


FINISHED = {"outcome": "verified", "values": {"findings": "一致"}}
#: What each operation of the interface is asked with: which case or thing, and the body.
ASKED: dict[str, tuple[dict[str, Callable[[Scene], list[Any]]], dict[str, Any] | None]] = {
    "start_case": ({"for oneself": one()}, {"service": "licence"}),
    "cases": ({"": one()}, None),
    "case": ({"draft": of("draft"), "in hand": of("open")}, None),
    "fill_in": ({"": of("draft")}, {"values": {"matter": "设置户外广告"}}),
    "submit_case": ({"": of("draft")}, {}),
    "take_case_back": ({"": of("open")}, {"reason": "示例"}),
    "timeline": ({"": of("open")}, None),
    "tasks": ({"": one()}, None),
    "task": ({"": one("task")}, None),
    "claim_task": ({"": one("task")}, None),
    "finish_task": ({"": one("task"), "taken by who has left": one("taken task")}, FINISHED),
    "documents": ({"": of("open")}, None),
    "hand_in_document": ({"draft": of("draft", "qualification")}, {}),
    "remarks": ({"": one("document")}, None),
    "answer_remark": ({"": one("remark")}, {"text": "已核对"}),
    "public_notices": ({"": one()}, None),
    "public_notice": ({"": one("notice")}, None),
    "verify_decision": ({"": lambda scene: [scene.named["paper"].code]}, None),
}  # fmt: skip


def operations() -> Iterator[tuple[str, str, str]]:
    """Give every operation about cases: its name, its method and its address with gaps."""
    for path, methods in interface.get_openapi_schema(path_prefix="")["paths"].items():
        for method, told in methods.items():
            if told["operationId"] not in ELSEWHERE:
                yield told["operationId"], method.upper(), path


def interface_rows() -> Iterator[Row]:
    """Give the rows of the interface."""
    for name, method, path in operations():
        places, body = ASKED[name]
        for place, args in places.items():
            yield Row(
                f"api {name} {place}".strip(), method, _filled(path, args),
                lambda _scene, body=body: {} if body is None else dict(body),
            )  # fmt: skip


def _filled(path: str, args: Callable[[Scene], list[Any]]) -> Callable[[Scene], str]:
    def filled(scene: Scene) -> str:
        told = f"/api/v1{path}"
        for value in args(scene):
            start, end = told.index("{"), told.index("}")
            told = f"{told[:start]}{value}{told[end + 1 :]}"
        return told

    return filled
