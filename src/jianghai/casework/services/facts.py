"""What a notice or an outside office is told of a case, as texts; nothing personal is among it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jianghai.base import rows
from jianghai.casework.services.errors import UnknownDepartmentError
from jianghai.casework.services.shelf import of
from jianghai.casework.services.zones import zone

if TYPE_CHECKING:
    from jianghai.casework.models import Case
    from jianghai.casework.services.model import Service

MARK = {True: "是", False: "否"}


def facts_of(case: Case) -> dict[str, str]:
    """Tell of a case what may be told: who asked for what, who answers, and what was typed but is not personal."""
    service = of(case.edition)
    office = zone().departments.get(service.authority)
    facts = {
        "title": case.title,
        "applicant": case.enterprise.name if case.enterprise else "",
        "credit_code": (case.enterprise.uscc or "") if case.enterprise else "",
        "number": case.number,
        "service": service.name.zh,
        "issuer": office.name.zh if office else zone().name,
        "contact": office.contact if office else "",
        "accepted_on": str(case.accepted_on or ""),
    }
    form = service.forms["apply"]
    personal = {field.key for field in form.fields() if field.personal}
    typed = {
        key: _told(form.schema["properties"].get(key, {}), value)
        for key, value in case.form.items()
    }
    return facts | {
        key: told for key, told in typed.items() if key not in personal and key not in facts
    }


def _told(field: Any, value: Any) -> str:
    names = field.get("x-names", field.get("items", {}).get("x-names", {}))
    if isinstance(value, bool):
        return MARK[value]
    if isinstance(value, list):
        return "、".join(_told({"x-names": names}, one) for one in value)
    if "x-money" in field and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d} 元"
    return str(names.get(str(value), (value,))[0])


def department(service: Service, code: str, case: Case) -> int:
    """Give the key of the department that a lane names; `authority` is the one that answers for the case."""
    if code == "authority" and case.department_id:
        return case.department_id
    named = service.authority if code == "authority" else code
    found = rows.one("SELECT id FROM people_department WHERE code = %s", [named])
    if found is None:
        raise UnknownDepartmentError(where=named)
    return int(found[0])
