"""The console of payouts: pools, the five states, and the steps that the zone takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jianghai.base import money as fen
from jianghai.base.errors import ApplicationError, NotAllowedError
from jianghai.enterprises.actions import as_xlsx
from jianghai.policies.actions import matching, payouts, pools
from jianghai.policies.errors import StepError
from jianghai.policies.models import FundPool, Payer
from jianghai.policies.queries import payouts as queries
from jianghai.web import files
from jianghai.web.contents.desk import money
from jianghai.web.show import show
from jianghai.web.views.desk.allow import editor, overseer
from jianghai.web.views.desk.doing import done, key_of, picked

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from jianghai.people.models import Person

PER_PAGE = 50


@require_GET
@login_required
def console(request: HttpRequest) -> HttpResponse:
    """Show pools and payouts, one state at a time."""
    reader, state = overseer(request), money.chosen(request.GET.get("state", ""))
    clause = request.GET.get("clause", "")
    found = queries.of(reader).filter(state=state)
    found = found.filter(clause=clause) if clause else found
    five, aside = money.states(reader, clause)
    return show(
        request,
        "desk/payouts/console.html",
        five=five,
        aside=aside,
        state=state,
        clause=clause,
        page=Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        pools=money.pools(reader),
        unasked=money.unasked(),
        clauses=money.clauses(),
        levels=Payer.values,
        may_write=reader.edits_zone,
    )


@require_GET
@login_required
def payout(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one payout with every step of it."""
    reader = overseer(request)
    one = get_object_or_404(queries.of(reader), pk=pk)
    return show(
        request,
        "desk/payouts/payout.html",
        one=one,
        lines=money.lines(one),
        may_write=reader.edits_zone,
    )


@require_POST
@login_required
def match(request: HttpRequest) -> HttpResponse:
    """Find everybody whom a clause pays unasked."""
    reader = editor(request)
    clause = request.POST.get("clause", "")
    try:
        found = matching.match_unasked(clause, by=reader, key=key_of(request))
    except NotAllowedError:
        raise
    except ApplicationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, money.matched(found))
    return redirect(f"{reverse('desk_payouts')}?state=matched")


def _push(request: HttpRequest, by: Person) -> None:
    payouts.push(picked(request), by=by, key=key_of(request))


def _pay(request: HttpRequest, by: Person) -> None:
    told = {name: request.POST.get(name, "") for name in ("batch", "reference")}
    payouts.pay(picked(request), **told, by=by, key=key_of(request))


def _publish(request: HttpRequest, by: Person) -> None:
    payouts.publish(picked(request), by=by, key=key_of(request))


def _drop(request: HttpRequest, by: Person) -> None:
    payouts.drop(picked(request), reason=request.POST.get("reason", ""), by=by, key=key_of(request))


def _one(verb: Callable[..., object]) -> Callable[[HttpRequest, Person], None]:
    @transaction.atomic
    def do(request: HttpRequest, by: Person) -> None:
        for pk in picked(request):
            key = f"{key_of(request)}:{pk}"
            verb(pk, reason=request.POST.get("reason", ""), by=by, key=key)

    return do


STEPS: dict[str, Callable[[HttpRequest, Person], None]] = {
    "push": _push,
    "pay": _pay,
    "publish": _publish,
    "drop": _drop,
    "return": _one(payouts.return_),
    "claw-back": _one(payouts.claw_back),
}


@require_POST
@login_required
def step(request: HttpRequest) -> HttpResponse:
    """Take a step with the payouts that were ticked: all of them, or none."""
    reader, asked = editor(request), request.POST.get("do", "")
    back = request.POST.get("back", "")
    where = (
        reverse("desk_payout", args=[int(back)]) if back.isdecimal() else reverse("desk_payouts")
    )
    if not back.isdecimal():
        where = f"{where}?state={money.chosen(request.POST.get('state', ''))}"

    def verb() -> None:
        if not picked(request) or asked not in STEPS:
            raise ApplicationError("请先勾选要办理的兑付。", "Tick the payouts first.")
        STEPS[asked](request, reader)

    return done(request, verb, where, _("已办理 %(n)d 笔。") % {"n": len(picked(request))})


@require_POST
@login_required
def transfers(request: HttpRequest) -> HttpResponseBase:
    """Give finance the accounts and amounts of the payouts that were ticked; the journal says who looked."""
    reader = editor(request)
    try:
        if not picked(request):
            raise StepError("请先勾选要办理的兑付。", "Tick the payouts first.")
        rows = payouts.transfers(picked(request), by=reader)
    except NotAllowedError:
        raise
    except ApplicationError as error:
        messages.error(request, error.message)
        return redirect(f"{reverse('desk_payouts')}?state=confirmed")
    return files.xlsx("jianghai-transfers", as_xlsx(*money.transfers(rows)))


@require_POST
@login_required
def make_pool(request: HttpRequest) -> HttpResponse:
    """Set up a pool."""
    reader = editor(request)

    def verb() -> None:
        pools.make_pool(
            request.POST.get("name", ""),
            request.POST.getlist("clauses"),
            level=request.POST.get("level", ""),
            budget=fen.fen(request.POST.get("budget", "")),
            by=reader,
        )

    return done(request, verb, "desk_payouts", _("资金池已设立。"))


@require_POST
@login_required
def pool(request: HttpRequest, pk: int) -> HttpResponse:
    """Set another budget, or cut what was matched to what is left."""
    reader = editor(request)
    one = get_object_or_404(queries.pools_of(reader), pk=pk)
    if request.POST.get("do") == "scale":
        return done(
            request,
            lambda: pools.scale_down(one, by=reader, key=key_of(request)),
            "desk_payouts",
            _("已按预算比例下调。"),
        )
    return done(request, lambda: _budget(request, one, reader), "desk_payouts", _("预算已更新。"))


def _budget(request: HttpRequest, one: FundPool, by: Person) -> None:
    pools.set_budget(
        one, fen.fen(request.POST.get("budget", "")), by=by, reason=request.POST.get("reason", "")
    )
