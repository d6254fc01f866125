"""Taking a version of a material: one far too large is refused before it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from jianghai.base.errors import ApplicationError
from jianghai.casework.actions import documents as actions
from jianghai.casework.actions.documents import Sent
from jianghai.casework.models import Case
from jianghai.casework.queries import cases
from jianghai.people.requests import person
from jianghai.web.views import shell
from jianghai.web.views.desk.doing import done, key_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MEGABYTE = 1024 * 1024
#: Up to here a file that is too large is read to the end, so that the browser hears the reason.
PATIENCE = 4
TOO_LARGE = 413


# The token of the form is asked for inside, once it is known that the request is not endless.
@csrf_exempt
@require_POST
@login_required
def upload(request: HttpRequest, case: str, material: str) -> HttpResponse:
    """Refuse what is far too large by its length alone; take the rest."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if int(length) > PATIENCE * settings.DOCUMENT_MAX_MEGABYTES * MEGABYTE:
        most = settings.DOCUMENT_MAX_MEGABYTES
        told = _("文件超过 %(n)d MB，未接收。请压缩或拆分后上传。") % {"n": most}
        return shell.wrong(request, TOO_LARGE, _("提交的内容过大"), told)
    return _taken(request, case, material)


@csrf_protect
def _taken(request: HttpRequest, number: str, material: str) -> HttpResponse:
    case, file = _case(request, number), request.FILES.get("file")
    if file is None or file.file is None:
        messages.error(request, _("请选择一个文件。"))
        return redirect(_back(request))
    sent = Sent(file.name or "", file.file, request.POST.get("note", ""))
    return done(
        request,
        lambda: actions.add_version(case, material, sent, by=person(request), key=key_of(request)),
        _back(request),
        _("已上传：%(name)s") % {"name": file.name},
    )


def _case(request: HttpRequest, number: str) -> Case:
    try:
        return cases.get(person(request), number)
    except (Case.DoesNotExist, ApplicationError) as error:
        raise Http404 from error


def _back(request: HttpRequest) -> str:
    """Go back to where the form stood; never to another site."""
    there = request.POST.get("next", "/")
    inside = url_has_allowed_host_and_scheme(there, None) and there.startswith("/")
    return there if inside else "/"
