"""The interface itself: every answer is JSON, every refusal has one shape, and all of it is declared once."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as UnfitValue
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.types import DictStrAny

from jianghai.api import errors
from jianghai.api.shapes import Wrong
from jianghai.base.errors import ApplicationError, KeyUsedError
from jianghai.people.errors import NotSignedInError

log = logging.getLogger(__name__)
#: What any operation may answer besides its success.
DECLARED: dict[int, type[ApplicationError]] = {
    errors.BAD: errors.BodyError,
    errors.SIGN_IN: NotSignedInError,
    errors.FORBIDDEN: errors.ScopeError,
    errors.MISSING: errors.NotFoundError,
    errors.METHOD: errors.MethodError,
    errors.CONFLICT: KeyUsedError,
    errors.TOO_LARGE: errors.TooLargeError,
    errors.UNFIT: errors.InputError,
    errors.TOO_OFTEN: errors.TooOftenError,
    errors.FAILED: errors.FailedError,
}
STANDS_FOR: dict[type[Exception], type[ApplicationError]] = {
    AuthenticationError: NotSignedInError,
    Exception: errors.FailedError,
    Http404: errors.NotFoundError,
    HttpError: errors.BodyError,
    MultiPartParserError: errors.BodyError,
    ObjectDoesNotExist: errors.NotFoundError,
    RequestDataTooBig: errors.TooLargeError,
    SuspiciousOperation: errors.BodyError,
    Throttled: errors.TooOftenError,
    UnfitValue: errors.InputError,
}


class Strict(Parser):
    """Reads JSON as both databases can keep it."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Read the body; what is no number, no text or no character is refused."""
        read: DictStrAny = json.loads(request.body, parse_constant=_refuse)
        written = json.dumps(read, ensure_ascii=False)
        written.encode()  # half a character, such as \\ud800, is none
        if "\\u0000" in written:
            _refuse("NUL")
        return read


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


class Interface(NinjaAPI):
    """Tells errors in one shape, and declares them once for all operations."""

    def set_default_exception_handlers(self) -> None:
        """Answer what the apps refuse, and what Django and ninja do."""
        handlers: dict[type[Exception], Any] = {ApplicationError: told, ValidationError: unfit}
        handlers |= {kind: _standing(meant) for kind, meant in STANDS_FOR.items()}
        for kind, answer in handlers.items():
            self.add_exception_handler(kind, answer)

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: DictStrAny | None = None
    ) -> OpenAPISchema:
        """Describe the interface; every operation may answer every declared error."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"].setdefault("schemas", {}).update(_shapes())
        schema["components"]["responses"] = {
            kind.__name__: _response(kind) for kind in DECLARED.values()
        }
        shared = {
            str(status): {"$ref": f"#/components/responses/{kind.__name__}"}
            for status, kind in DECLARED.items()
        }
        for methods in schema["paths"].values():
            for operation in methods.values():
                operation["responses"] = {**operation["responses"], **shared}
        return schema


def _shapes() -> dict[str, Any]:
    whole = Wrong.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**whole.pop("$defs"), "Wrong": whole}


def _response(kind: type[ApplicationError]) -> dict[str, Any]:
    shape = {"application/json": {"schema": {"$ref": "#/components/schemas/Wrong"}}}
    return {"description": " ".join((kind.__doc__ or "").split()), "content": shape}


def told(_request: HttpRequest, error: ApplicationError) -> JsonResponse:
    """Tell a refusal as JSON, in the language of the reader."""
    words = error.en if (get_language() or "zh").startswith("en") else error.zh
    fault = {"code": error.code, "message": words, "where": error.where}
    return JsonResponse(
        {"error": fault},
        status=errors.status_of(error),
        json_dumps_params={"ensure_ascii": False},
    )


def unfit(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Name the first value that does not fit, and why."""
    first = error.errors[0]
    place = ".".join(str(part) for part in first["loc"])
    why = first["msg"]
    zh, en = errors.InputError.zh, " ".join((errors.InputError.__doc__ or "").split())
    return told(request, errors.InputError(f"{zh}（{why}）", f"{en} ({why})", where=place[:200]))


def _standing(meant: type[ApplicationError]) -> Callable[[HttpRequest, Exception], HttpResponse]:
    def answer(request: HttpRequest, error: Exception) -> HttpResponse:
        if meant is errors.FailedError:
            log.error("%s %s", request.method, request.path, exc_info=error)
        response = told(request, meant())
        if isinstance(error, Throttled):
            response["Retry-After"] = str(error.wait or 1)
        return response

    return answer


def always_json(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer as JSON where ninja does not: an unknown method, and an address that no database can look up."""

    @wraps(view)
    def answered(request: HttpRequest, *told_: Any, **named: Any) -> HttpResponseBase:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return told(request, errors.BodyError())
        response = view(request, *told_, **named)
        if response.status_code != errors.METHOD:
            return response
        refused = told(request, errors.MethodError(where=str(request.method)))
        refused["Allow"] = response.headers.get("Allow", "")
        return refused

    return answered


def missing(request: HttpRequest) -> HttpResponse:
    """Say as JSON that there is no such address."""
    return told(request, errors.NotFoundError(where=request.path[:200]))
