"""What the interface itself refuses, and the status that every error is told with."""

from __future__ import annotations

from jianghai.base.errors import ApplicationError, KeyUsedError, NotAllowedError
from jianghai.casework.errors import NotThatStageError, NotYetError, RemarkError, TaskTakenError
from jianghai.casework.services import NoSuchServiceError
from jianghai.people.errors import NotSignedInError


class BodyError(ApplicationError):
    """The body or the address cannot be read; send JSON in UTF-8 without NUL characters, NaN or Infinity."""

    zh = "无法读取请求内容或地址；请发送 UTF-8 编码的 JSON，且不含空字符、NaN、Infinity。"


class InputError(ApplicationError):
    """A value does not fit; `where` names it, and the description of the operation says what it should be."""

    zh = "有一项内容不符合要求；where 指明是哪一项，应填什么见接口说明。"


class NotFoundError(ApplicationError):
    """There is no such thing, or it is not yours to see; look at its number and at whose token you sent."""

    zh = "没有这一项，或您无权查看；请核对编号和所用的令牌。"


class MethodError(ApplicationError):
    """This address does not know that method; `Allow` names those it knows."""

    zh = "该地址不支持这种请求方法；可用的方法见 Allow。"


class TooLargeError(ApplicationError):
    """The request is larger than is taken here; send less, or the file as multipart/form-data."""

    zh = "请求内容过大；请减少内容，文件请以 multipart/form-data 发送。"


class TooOftenError(ApplicationError):
    """Too many calls in a minute; wait for as long as `Retry-After` says."""

    zh = "一分钟内调用次数过多；请按 Retry-After 等待后再试。"


class ScopeError(ApplicationError):
    """This token may only read; make one that may write."""

    zh = "该令牌只能读取；请建立可读写的令牌。"


class StaleFormError(ApplicationError):
    """The page's own token is missing or old; send the cookie `csrftoken` as header X-CSRFToken."""

    zh = "缺少页面校验码或已过期；请把 csrftoken 的值放入请求头 X-CSRFToken。"


class SecondFactorError(ApplicationError):
    """Zone staff sign in with a second factor; add one on the account page."""

    zh = "园区工作人员须使用双重验证登录；请先在账号页面设置。"


class TokenError(ApplicationError):
    """A token lives for 1 to 366 days and is named by what it is for; one person has at most 20."""

    zh = "令牌有效期为 1 至 366 天，须写明用途；每人最多 20 个。"


class FailedError(ApplicationError):
    """Something broke on our side and was written to the log; try again later."""

    zh = "系统出错，已记入日志；请稍后再试。"


BAD, SIGN_IN, FORBIDDEN, MISSING, METHOD, CONFLICT = 400, 401, 403, 404, 405, 409
TOO_LARGE, UNFIT, TOO_OFTEN, FAILED = 413, 422, 429, 500
#: The status of an error, or of the nearest of its ancestors that is listed; everything else is 422.
STATUS: dict[type[ApplicationError], int] = {
    ApplicationError: UNFIT,
    BodyError: BAD,
    FailedError: FAILED,
    KeyUsedError: CONFLICT,
    MethodError: METHOD,
    NoSuchServiceError: MISSING,
    NotAllowedError: FORBIDDEN,
    NotFoundError: MISSING,
    NotSignedInError: SIGN_IN,
    NotThatStageError: CONFLICT,
    NotYetError: CONFLICT,
    RemarkError: CONFLICT,
    ScopeError: FORBIDDEN,
    SecondFactorError: FORBIDDEN,
    StaleFormError: FORBIDDEN,
    TaskTakenError: CONFLICT,
    TooLargeError: TOO_LARGE,
    TooOftenError: TOO_OFTEN,
}


def status_of(error: ApplicationError) -> int:
    """Give the status that an error is told with."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
