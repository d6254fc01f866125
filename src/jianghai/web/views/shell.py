"""The entrance, the theme, and the pages that say what went wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jianghai.people.models import Person
from jianghai.web import words

YEAR = 365 * 24 * 3600


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to what they came for."""
    person = request.user
    if not isinstance(person, Person):
        return redirect("account_login")
    if person.sees_zone:
        return redirect("zone")
    return redirect("rules" if person.audits else "my_firms")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the system's choice."""
    there = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        there, {request.get_host()}, require_https=request.is_secure()
    ):
        there = "/"
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(there)
    if chosen in words.THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    else:
        response.delete_cookie("theme")
    return response


def wrong(request: HttpRequest, status: int, what: str, todo: str) -> HttpResponse:
    """Say what went wrong and what to do."""
    return render(
        request,
        "web/errors/error.html",
        {"status": status, "what": what, "todo": todo},
        status=status,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be read."""
    return wrong(request, 400, _("请求无法识别"), _("请返回上一页，刷新后重新提交。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer somebody who may not do this."""
    return wrong(
        request, 403, _("您没有此项权限"), _("如需办理，请联系园区工作人员；或换有权限的账号登录。")
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit, mostly one left open for long."""
    return wrong(
        request, 403, _("页面已过期"), _("为安全起见未提交。请返回上一页，刷新后重新填写。")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for a page that is not there, or not for this reader."""
    return wrong(
        request, 404, _("没有这个页面，或您无权查看"), _("请检查网址，或从首页、企业列表重新进入。")
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when the fault is ours; needs neither database nor session."""
    return render(None, "web/errors/failed.html", status=500)
