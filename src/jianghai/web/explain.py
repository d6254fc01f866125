"""Say in words what went wrong, where the answer would otherwise be a bare status or a stack of frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig
from django.shortcuts import render
from django.utils.translation import gettext as _

from jianghai.base.errors import ApplicationError, NotAllowedError
from jianghai.people.errors import NotSignedInError
from jianghai.web.show import part_asked
from jianghai.web.views import shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

NOT_ALLOWED, TOO_LARGE, UNFIT, TOO_MANY = 405, 413, 422, 429


class Explain:
    """Turns the errors of the apps into pages, and empty answers into sentences."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put words on a refused method and on too many tries."""
        response = self.get_response(request)
        if request.path.startswith("/api/"):
            return response
        if response.status_code == TOO_MANY:
            return too_many(request, response)
        if response.status_code == NOT_ALLOWED and not response.content:
            told = shell.wrong(
                request, NOT_ALLOWED, _("不能这样打开此页"), _("请从页面上的按钮或链接操作。")
            )
            told["Allow"] = response.get("Allow", "")
            return told
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show what an app refused, at the place where it was asked."""
        match exception:
            case RequestDataTooBig():
                return shell.wrong(
                    request, TOO_LARGE, _("提交的内容过大"), _("请拆分为较小的文件后分别提交。")
                )
            case NotAllowedError() | NotSignedInError():
                return shell.forbidden(request)
            case ApplicationError():
                return refused(request, exception)
            case _:
                return None


def too_many(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say that somebody tried too often, and when to try again."""
    told = shell.wrong(
        request,
        TOO_MANY,
        _("尝试次数过多，已暂停登录"),
        _("短时间内输错次数太多，请 15 分钟后再试；忘了密码，请联系园区管理员重设。"),
    )
    told["Retry-After"] = response.get("Retry-After", "900")
    return told


def refused(request: HttpRequest, error: ApplicationError) -> HttpResponse:
    """Show an app's refusal as a page, or as a note in the part that htmx asked for."""
    if part_asked(request):
        return render(request, "web/parts/refused.html", {"error": error}, status=UNFIT)
    return shell.wrong(request, UNFIT, error.message, _("请返回上一页修改后重试。"))
