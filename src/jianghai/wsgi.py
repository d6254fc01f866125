"""The application a WSGI server starts: `granian --interface wsgi jianghai.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianghai.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - only once Django is set up

from jianghai.jobs import worker  # noqa: E402

if settings.BACKGROUND == "thread":
    worker.start_beside()
