"""What a firm does with an application: start, fill in, hand in, take back. Nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from jianghai.base import clock, journal
from jianghai.base.deeds import once
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import actions as facts
from jianghai.enterprises import queries as registry
from jianghai.enterprises.columns import records as known
from jianghai.enterprises.errors import FactError
from jianghai.enterprises.sheets.cells import read_fact
from jianghai.policies import rules
from jianghai.policies.errors import ApplyError, NotOpenForApplicationError, StepError
from jianghai.policies.models import PROMISED, Application, ApplicationState, Payout
from jianghai.policies.queries import applications as queries
from jianghai.policies.signals import stepped
from rulebook.entitle.moments import standing
from rulebook.errors import RecordError

if TYPE_CHECKING:
    from jianghai.enterprises.models import Enterprise
    from jianghai.people.models import Person
    from jianghai.policies.queries.applications import Form
    from rulebook.policies import Item, Policy

S = ApplicationState
LIVE = (S.DRAFT, S.IN_REVIEW, S.RETURNED, S.APPROVED)
#: A window that nobody has stated keeps nobody from asking.
OPEN = frozenset({"open", "rolling", "unknown"})
LONGEST_ENTRY = 20_000
LONGEST_WORDS = 10_000


@transaction.atomic
def start(enterprise: Enterprise, clause: str, *, by: Person, project: str = "") -> Application:
    """Begin to apply for a clause, filled in from the registry; one that is under way already is given back."""
    if not registry.memberships_of(by).filter(enterprise=enterprise).exists() or not by.is_active:
        raise NotAllowedError
    day, now = clock.today(), clock.now()
    policy, item = _offered(clause)
    same = {
        "enterprise": enterprise,
        "clause": clause,
        "period": str(day.year),
        "project": project.strip()[:100],
    }
    if Payout.objects.filter(**same, step="", state__in=PROMISED).exists():
        raise NotOpenForApplicationError(
            "本期该条款已有兑付，不能重复申报。",
            "This award was made to the firm already; it cannot be asked for twice.",
            where=item.name.zh,
        )
    year = known.latest_years([enterprise.pk], day.year - 1)[enterprise.pk]
    try:
        with transaction.atomic():
            made = Application.objects.create(
                **same,
                edition=policy.key,
                digest=policy.digest,
                name_zh=item.name.zh[:200],
                name_en=item.name.en[:200],
                year=year,
                started_by=by,
                started_at=now,
                changed_at=now,
            )
    except IntegrityError:
        return Application.objects.get(**same, state__in=LIVE)
    journal.record(by, "application started", made, clause=clause)
    return made


def _offered(clause: str) -> tuple[Policy, Item]:
    """Find a clause that one can apply for today; NotOpenForApplicationError for all others."""
    day, shelf = clock.today(), rules.shelf()
    policy, item = rules.item(shelf, clause, day)
    if policy not in rules.applied(shelf, day) or item.payout == "unasked":
        raise NotOpenForApplicationError(where=item.name.zh)
    window = standing(item.window, day)
    if window.state not in OPEN:
        turns = window.turns or ""
        raise NotOpenForApplicationError(
            f"现在不在申报期内；下一次开始：{turns or '未公布'}。",
            f"Not open now; it next opens on: {turns or 'not stated'}.",
            where=item.name.zh,
        )
    return policy, item


@transaction.atomic
def save_draft(
    application: Application, entered: Mapping[str, str], *, words: str | None = None, by: Person
) -> dict[str, FactError]:
    """Keep everything as it was typed, also what is wrong; give what is wrong by its field."""
    application = queries.writable(application, by)
    given = {key: str(value)[:LONGEST_ENTRY] for key, value in entered.items()}
    asked = {field.key for field in queries.form_of(application).fields}
    entered = {
        **application.entered,
        **{key: value for key, value in given.items() if key in asked},
    }
    said = application.words if words is None else words[:LONGEST_WORDS]
    if (entered, said) == (application.entered, application.words):
        return faults_of(application)
    application.entered, application.words = entered, said
    application.changed_at = clock.now()
    application.save(update_fields=["entered", "words", "changed_at"])
    journal.record(by, "application saved", application, fields=sorted(given.keys() & asked))
    return faults_of(application)


def faults_of(application: Application) -> dict[str, FactError]:
    """Tell what of the entries cannot be read, by field."""
    catalogue = registry.catalogue()
    found: dict[str, FactError] = {}
    for key, written in application.entered.items():
        fact = key.partition("@")[0]
        if not written.strip() or fact not in catalogue:
            continue
        try:
            read_fact(catalogue[fact], written)
        except RecordError as fault:
            zh, en = fault.what, fault.remedy
            told = (f"{zh.zh}；{en.zh}", f"{zh.en}; {en.en}")
            found[key] = FactError(*told, where=catalogue[fact].zh)
    return found


@transaction.atomic
def submit(
    application: Application, *, promised_by: str, accepted: bool, by: Person, key: str
) -> Application:
    """Hand it in: what was typed goes into the registry as the firm's word, the promise is signed by name and time."""
    if once(key, "application submitted", f"application:{application.pk}", by) is None:
        return queries.of(by).get(pk=application.pk)
    application = queries.writable(application, by)
    if application.state == S.DRAFT:
        policy, _item = _offered(application.clause)
        application.edition, application.digest = policy.key, policy.digest
    form = queries.form_of(application)
    _complete(application, form, promised_by, accepted=accepted)
    _tell_registry(application, by)
    owed = queries.judged(form.policy, form.item, queries.record_of(application))
    now = clock.now()
    application.verdict = owed.verdict.word
    application.low = owed.amount.sum.low if owed.amount else None
    application.high = owed.amount.sum.high if owed.amount else None
    application.promise = form.promise.zh
    application.promised_by, application.promised_at = promised_by.strip()[:60], now
    application.submitted_at = application.submitted_at or now
    move(application, S.IN_REVIEW)
    journal.record(
        by,
        "application submitted",
        application,
        promised_by=application.promised_by,
        verdict=application.verdict,
        files=[one.sha256 for paper in form.papers for one in paper.files],
    )
    return application


def _complete(application: Application, form: Form, name: str, *, accepted: bool) -> None:
    """Refuse what cannot be handed in; ApplyError names all of it at once."""
    faults = faults_of(application)
    zh = [f"“{fault.where}”填写有误" for fault in faults.values()]
    en = [f"'{fault.where}' is not right" for fault in faults.values()]
    zh += [f"缺少材料“{paper.name.zh}”" for paper in form.lacking]
    en += [f"'{paper.name.en}' is missing" for paper in form.lacking]
    if not accepted or not name.strip():
        zh.append("请阅读并接受承诺，并填写承诺人姓名")
        en.append("accept the commitment and sign it with a name")
    if zh:
        raise ApplyError("；".join(zh) + "。", "; ".join(en) + ".", where=form.item.name.zh)


def _tell_registry(application: Application, by: Person) -> None:
    """Tell the registry what is new, with the application as its source."""
    catalogue = registry.catalogue()
    text = f"申报填报：{application.name_zh}（{application.period}）"
    for key, written in sorted(application.entered.items()):
        if not written.strip() or application.told.get(key) == written:
            continue
        fact, _, year = key.partition("@")
        tell = facts.set_list if catalogue[fact].kind == "list" else facts.set_fact
        tell(
            application.enterprise,
            fact,
            written,
            by=by,
            year=int(year or 0),
            text=text,
        )
        application.told = {**application.told, key: written}


@transaction.atomic
def withdraw(application: Application, *, by: Person, key: str, reason: str = "") -> Application:
    """Take an application back before it is decided; it can be started anew."""
    mine = registry.memberships_of(by).values("enterprise")
    if not queries.of(by).filter(pk=application.pk, enterprise__in=mine).exists():
        raise NotAllowedError
    found = Application.objects.select_for_update().get(pk=application.pk)
    if once(key, "application withdrawn", f"application:{found.pk}", by) is None:
        return found
    if found.state not in {S.DRAFT, S.IN_REVIEW, S.RETURNED}:
        raise StepError(where=str(found))
    move(found, S.WITHDRAWN)
    journal.record(by, "application withdrawn", found, reason=reason.strip()[:500])
    return found


@transaction.atomic
def end(
    application: Application, *, reason: str, key: str, by: Person | None = None
) -> Application:
    """End an application whose case is over without a decision; only what carries applications asks for it."""
    found = Application.objects.select_for_update().get(pk=application.pk)
    if once(key, "application ended", f"application:{found.pk}", by) is None:
        return found
    if found.state not in {S.IN_REVIEW, S.RETURNED}:
        raise StepError(where=str(found))
    verb, at = "application withdrawn", clock.now().isoformat()
    said = {"by": str(by or "系统"), "at": at, "verb": verb, "text": reason.strip()[:2000]}
    found.remarks = [*found.remarks, said]
    move(found, S.WITHDRAWN)
    journal.record(by, verb, found, reason=reason.strip()[:500])
    return found


def move(application: Application, state: str) -> None:
    """Write an application down in another state, and send word once it is committed."""
    application.state, application.changed_at = state, clock.now()
    application.save()
    verb = f"application {state}"
    transaction.on_commit(
        lambda: stepped.send_robust(sender=Application, verb=verb, rows=[application])
    )
