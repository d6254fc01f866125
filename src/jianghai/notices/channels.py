"""Ways out of the house. The inbox is the notice itself; a letter goes by mail where the zone has switched it on.

WeChat and SMS are not built: each needs a contract and a consent of its own, and would be one more row of `CHANNELS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.core.mail import send_mail

if TYPE_CHECKING:
    from jianghai.notices.models import Digest, Preference


class Channel(Protocol):
    """One way out: who wants it, and how a digest goes."""

    def wanted(self, preference: Preference) -> bool:
        """Tell whether a person's digests go this way."""
        ...

    def send(self, digest: Digest) -> None:
        """Send one digest; an OSError means it will be tried again."""
        ...


class Mail:
    """Letters that hold the headings only: figures of a firm do not leave the house in the clear."""

    def wanted(self, preference: Preference) -> bool:
        """Tell whether the zone sends mail, the person wants it and has an address."""
        return settings.NOTICE_MAIL and preference.mail and bool(preference.person.email)

    def send(self, digest: Digest) -> None:
        """Send the headings in Chinese and English."""
        notices = list(digest.notices.all())
        lines = [line for one in notices for line in (f"· {one.title_zh}", f"  {one.title_en}")]
        lines += ["", "请登录系统查看详情。 / Sign in to read more.", settings.SITE_NAME]
        subject = f"{settings.SITE_NAME}：{len(notices)} 条通知 / {len(notices)} notices"
        send_mail(subject, "\n".join(lines), None, [digest.person.email])


CHANNELS: dict[str, Channel] = {"mail": Mail()}
