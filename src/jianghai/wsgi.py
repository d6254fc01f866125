"""The application a WSGI server starts: `granian --interface wsgi jianghai.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianghai.settings")
application = get_wsgi_application()
