"""Creating cases through the API against a view that inserts one row, in turn and in one process."""

from __future__ import annotations

import json
import time
from typing import Any

from django.db import connection, models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

ROUNDS, EACH = 6, 40


class Row(models.Model):
    """The one row."""

    title = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        """In no app of ours."""

        app_label = "bench"
        managed = False
        db_table = "bench_row"

    def __str__(self) -> str:
        """Show its title."""
        return self.title


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    """Insert one row and tell its number."""
    told = json.loads(request.body)
    row = Row.objects.create(title=told["title"], text=told["service"])
    return JsonResponse({"number": row.pk}, status=201)


urlpatterns = [path("bare/", bare), path("", include("jianghai.urls"))]


def measure(person: Any) -> dict[str, list[float]]:
    """Give seconds per request of both, by rounds."""
    from jianghai.api import limits, tokens
    from jianghai.api.models import Scope

    with connection.schema_editor() as editor:
        editor.create_model(Row)
    _token, text = tokens.create("bench", Scope.WRITE, 30, by=person)
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {text}"})
    limits.Calls.allow_request = lambda *_asked: True  # type: ignore[method-assign]
    seen: dict[str, list[float]] = {"ours": [], "bare": []}
    with override_settings(ROOT_URLCONF=__name__):
        for round_ in range(ROUNDS + 1):
            ours = _round(client, "/api/v1/cases", round_)
            theirs = _round(client, "/bare/", round_)
            if round_:
                seen["ours"].append(ours)
                seen["bare"].append(theirs)
    return seen


def _round(client: Client, address: str, round_: int) -> float:
    begun = time.perf_counter()
    for place in range(EACH):
        body = {"service": "five", "title": f"测速 {round_}-{place}"}
        answer = client.post(
            address,
            json.dumps(body),
            content_type="application/json",
            headers={"idempotency-key": f"bench-{round_}-{place}"},
        )
        if answer.status_code != 201:
            raise RuntimeError(f"{address}: {answer.status_code} {answer.content[:300]!r}")
    return (time.perf_counter() - begun) / EACH
