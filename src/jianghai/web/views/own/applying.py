"""Applying for a clause: filled in from the registry, kept while typed, handed in with a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jianghai.base.errors import ApplicationError
from jianghai.enterprises import queries as registry
from jianghai.people.requests import person
from jianghai.policies.actions import applications, materials
from jianghai.policies.errors import NotOpenForApplicationError
from jianghai.policies.queries import applications as queries
from jianghai.web.contents.desk import asking
from jianghai.web.show import part_asked, show
from jianghai.web.views.desk.doing import done, key_of
from jianghai.web.views.firms import found

if TYPE_CHECKING:
    from jianghai.policies.models import Application

PREFIX = "fact:"
MEGABYTE = 1024 * 1024


@require_GET
@login_required
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """List the applications of an enterprise."""
    firm = found(request, pk)
    mine = queries.of(person(request)).filter(enterprise=firm)
    return show(request, "own/asked.html", firm=firm, applications=mine)


@require_POST
@login_required
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to apply, or go on with what was begun."""
    firm = found(request, pk)
    try:
        one = applications.start(firm, request.POST.get("clause", ""), by=person(request))
    except NotOpenForApplicationError as error:
        messages.error(request, error.message)
        return redirect("firm_owed", pk)
    return redirect("application", one.pk)


@require_http_methods(["GET", "POST"])
@login_required
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an application to its enterprise; a post keeps what was typed, and hands it in where that was asked."""
    reader = person(request)
    one = get_object_or_404(queries.of(reader), pk=pk)
    if reader.sees_zone:
        return redirect("desk_application", pk)
    acts = registry.memberships_of(reader).filter(enterprise=one.enterprise_id).exists()
    faults: dict[str, Any] = {}
    if request.method == "POST" and acts and one.open:
        faults = keep(request, one)
        if request.POST.get("do") == "submit" and not faults:
            return _submit(request, one)
        if not faults and not part_asked(request):
            messages.success(request, _("已保存草稿。"))
            return redirect("application", pk)
        one = get_object_or_404(queries.of(reader), pk=pk)
    return show(
        request,
        "own/application.html",
        "kept",
        status=422 if faults and not part_asked(request) else 200,
        **asking.told(one, faults),
        may_write=acts and one.open,
        may_withdraw=acts and one.state in ("draft", "in_review", "returned"),
    )


def keep(request: HttpRequest, one: Application) -> dict[str, Any]:
    """Keep what was typed, and the file that came with it; give what is wrong by its field."""
    typed = {
        name.removeprefix(PREFIX): value
        for name, value in request.POST.items()
        if name.startswith(PREFIX) and isinstance(value, str)
    }
    return dict(
        applications.save_draft(one, typed, words=request.POST.get("words"), by=person(request))
    )


def _submit(request: HttpRequest, one: Application) -> HttpResponse:
    return done(
        request,
        lambda: applications.submit(
            one,
            promised_by=request.POST.get("promised_by", ""),
            accepted="accepted" in request.POST,
            by=person(request),
            key=key_of(request),
        ),
        request.path,
        _("已提交，等待审核。"),
    )


@require_POST
@login_required
def attach(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Take a file for one material."""
    reader = person(request)
    one = get_object_or_404(queries.of(reader), pk=pk)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("请选择一个文件。"))
        return redirect("application", pk)
    if (file.size or 0) > settings.MATERIAL_MAX_MEGABYTES * MEGABYTE:
        most = settings.MATERIAL_MAX_MEGABYTES
        messages.error(request, _("文件超过 %(n)d MB，请压缩或拆分后上传。") % {"n": most})
        return redirect("application", pk)
    content = file.read()
    name = file.name or ""
    return done(
        request,
        lambda: materials.attach(one, place, name, content, by=reader),
        f"/applications/{pk}/#papers",
        _("材料已上传。"),
    )


@require_POST
@login_required
def detach(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file back."""
    reader = person(request)
    one = attachment(request, pk)
    return done(
        request,
        lambda: materials.remove(pk, by=reader),
        f"/applications/{one.application_id}/#papers",
        _("材料已移除。"),
    )


def attachment(request: HttpRequest, pk: int) -> Any:
    """Find a file that the reader may see, or answer 404."""
    try:
        return queries.attachment_of(person(request), pk)
    except ApplicationError as error:
        raise Http404 from error


@require_GET
@login_required
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a file to those who may see the application; never shown inside a page."""
    one = attachment(request, pk)
    response = HttpResponse(materials.content_of(one), content_type="application/octet-stream")
    response["Content-Disposition"] = asking.disposition(one.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an application back."""
    reader = person(request)
    one = get_object_or_404(queries.of(reader), pk=pk)
    reason = request.POST.get("reason", "")
    return done(
        request,
        lambda: applications.withdraw(one, by=reader, key=key_of(request), reason=reason),
        f"/applications/{pk}/",
        _("已撤回。"),
    )
