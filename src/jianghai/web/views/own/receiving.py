"""Money that comes without asking: what an enterprise was told of, confirming it, and the public list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jianghai.enterprises import queries as registry
from jianghai.people.requests import person
from jianghai.policies import rules
from jianghai.policies.actions import payouts
from jianghai.policies.errors import UnknownPolicyError
from jianghai.policies.queries import payouts as queries
from jianghai.web.show import show
from jianghai.web.views.desk.doing import done, key_of
from jianghai.web.views.firms import found

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jianghai.policies.models import Payout
    from rulebook.policies import Item


@require_GET
@login_required
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """List the payouts of an enterprise."""
    firm = found(request, pk)
    mine = queries.of(person(request)).filter(enterprise=firm)
    held = sum(one.amount for one in mine if one.state in ("paid", "published"))
    return show(request, "own/received.html", firm=firm, payouts=mine, held=held)


@require_http_methods(["GET", "POST"])
@login_required
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one payout to its enterprise, and take its confirmation."""
    reader = person(request)
    one = get_object_or_404(queries.of(reader), pk=pk)
    if reader.sees_zone:
        return redirect("desk_payout", pk)
    if request.method == "POST":
        return _answer(request, one)
    acts = registry.memberships_of(reader).filter(enterprise=one.enterprise_id).exists()
    return show(
        request,
        "own/receive.html",
        one=one,
        firm=one.enterprise,
        item=_item(one),
        may_confirm=acts and one.state in ("pushed", "returned"),
    )


def _item(one: Payout) -> Item | None:
    try:
        policy = rules.edition(rules.shelf(), one.edition)
        return policy.item(one.clause.partition("#")[2])
    except (UnknownPolicyError, KeyError):
        return None


def _answer(request: HttpRequest, one: Payout) -> HttpResponse:
    reader, key = person(request), key_of(request)
    if request.POST.get("do") == "decline":
        reason = request.POST.get("reason", "")
        return done(
            request,
            lambda: payouts.decline(one.pk, reason=reason, by=reader, key=key),
            request.path,
            _("已放弃这笔兑付。"),
        )
    account, bank = request.POST.get("account", ""), request.POST.get("bank", "")
    return done(
        request,
        lambda: payouts.confirm(one.pk, account=account, bank=bank, by=reader, key=key),
        request.path,
        _("已确认，等待兑付。"),
    )


@require_GET
def published(request: HttpRequest) -> HttpResponse:
    """Show to everybody what was paid out; without accounts and persons."""
    return show(request, "own/published.html", rows=queries.published())
