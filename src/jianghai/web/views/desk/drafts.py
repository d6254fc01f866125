"""Drafts of policies: which there are, starting one, and the draft as a whole with its review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jianghai.base import clock
from jianghai.policies import actions, rules
from jianghai.policies.editing import dump
from jianghai.policies.models import PolicyDraft, PublishedEdition
from jianghai.web.contents.desk.editor import papers, reading, reviewing, writing
from jianghai.web.show import show
from jianghai.web.views.desk.allow import editor, overseer

SHOWN = 50


@require_GET
@login_required
def drafts(request: HttpRequest) -> HttpResponse:
    """List the shells that wait for clauses, the drafts, and what was published here."""
    reader = overseer(request)
    open_ = PolicyDraft.objects.exclude(state__in=("published", "dropped")).select_related(
        "author", "reviewer"
    )
    published = PublishedEdition.objects.select_related("author", "reviewer").order_by("-at")
    return show(
        request,
        "desk/drafts.html",
        shells=reviewing.shells(open_),
        drafts=[(one, reviewing.name_of(one.policy)) for one in open_[:SHOWN]],
        published=[(one, reviewing.name_of(one.policy)) for one in published[:SHOWN]],
        choices=papers.choices(),
        may_write=reader.edits_zone,
        today=clock.today(),
    )


@require_POST
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft of a policy, or open the one there is."""
    reader = editor(request)
    policy = request.POST.get("policy", "")
    if policy not in rules.shelf().policies:
        raise Http404(policy)
    draft = PolicyDraft.objects.filter(
        policy=policy, state__in=("draft", "returned", "in_review")
    ).first()
    if draft is None:
        draft = actions.start_draft(
            policy, by=reader, opens=parse_date(request.POST.get("opens", ""))
        )
    return redirect("desk_draft", draft.pk)


def found(pk: int) -> PolicyDraft:
    """Find a draft, or answer 404."""
    return get_object_or_404(PolicyDraft.objects.select_related("author", "reviewer"), pk=pk)


@require_GET
@login_required
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft: its clauses, what is wrong, its cases, and what it does to the zone."""
    reader, one = overseer(request), found(pk)
    read = reading.whole(one)
    data = writing.data_of(one.text)
    return show(
        request,
        "desk/draft.html",
        draft=one,
        data=data,
        reading=read,
        rows=reviewing.rows(data, read, reading.ran(one, read.policy)),
        cases=reading.ran(one, read.policy),
        review=lambda: reviewing.review(one, read),
        next_id=writing.next_id(data),
        may_write=reader.edits_zone and one.open,
        may_review=reader.edits_zone and one.state == "in_review" and reader != one.author,
        editions=reviewing.editions(one.policy),
    )


@require_http_methods(["GET", "POST"])
@login_required
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit what the draft says of the policy as a whole."""
    return _edit(
        request,
        pk,
        "desk/paper.html",
        papers.typed,
        lambda data: {"sections": papers.sections(data)},
    )


@require_http_methods(["GET", "POST"])
@login_required
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the stacking groups."""

    def typed(posted: Any, data: dict[str, Any]) -> dict[str, Any]:
        return papers.typed_groups(posted, data, posted.get("do", ""))

    return _edit(
        request, pk, "desk/groups.html", typed, lambda data: {"groups": papers.groups(data)}
    )


def _edit(request: HttpRequest, pk: int, page: str, typed: Any, shown: Any) -> HttpResponse:
    """Store a form of the draft at once; what is wrong with it is shown beside it."""
    reader, one = editor(request), found(pk)
    if request.method == "POST":
        data = typed(request.POST, writing.data_of(one.text))
        one = actions.keep(one, text=dump(data), version=version_of(request), by=reader)
        if not request.POST.get("do"):
            messages.success(request, _("已保存。"))
            return redirect("desk_draft", pk)
    data = writing.data_of(one.text)
    context: dict[str, Any] = shown(data)
    return show(request, page, draft=one, data=data, reading=reading.whole(one), **context)


def version_of(request: HttpRequest) -> int:
    """Give the version that the form was drawn from, or the one that it is to replace."""
    written = request.POST.get("do", "").partition("mine:")[2] or request.POST.get("version", "")
    return int(written) if written.isdecimal() else -1


@require_POST
@login_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft to a second person."""
    actions.submit(found(pk), by=editor(request), version=version_of(request))
    messages.success(request, _("已提交，等另一位工作人员复核。"))
    return redirect("desk_draft", pk)


@require_POST
@login_required
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a draft to its author with a remark."""
    actions.return_(found(pk), by=editor(request), remark=request.POST.get("remark", ""))
    messages.success(request, _("已退回起草人。"))
    return redirect("desk_draft", pk)


@require_POST
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft as a new edition; the zone is judged by it and those concerned are told."""
    edition = actions.publish(found(pk), by=editor(request))
    messages.success(request, _("已发布，自 %(day)s 起生效。") % {"day": edition.opens})
    return redirect("desk_draft", pk)


@require_POST
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    actions.drop(found(pk), by=editor(request))
    messages.success(request, _("草稿已放弃。"))
    return redirect("desk_drafts")
