"""The page's own small server: this machine only, nothing but what the routes name."""

from __future__ import annotations

import logging
import re
import socket
import threading
from collections.abc import Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from sightline.errors import SourceError
from sightline.show.web.answers import Answer, Answering, Asked
from sightline.show.web.guard import HEADERS, Guard

LOG = logging.getLogger(__name__)
LANGUAGES = ("zh", "en")
#: A form of marks is a few hundred bytes; what is longer is none of ours.
LONGEST_FORM = 200_000
#: A browser that takes no more for so many seconds has gone.
PATIENCE = 20.0
#: Seconds until the end of the watch is noticed.
TURN = 0.1


class Server(ThreadingHTTPServer):
    """Listens at an address and answers by a table of routes: method, pattern, function."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, port: int, routes: Mapping[tuple[str, str], Answering]) -> None:
        """Take the address; port 0 is any that is free. Raise SourceError where it is taken."""
        self.routes = [(way, re.compile(f"{how}$"), does) for (way, how), does in routes.items()]
        if ":" in host:
            self.address_family = socket.AF_INET6
        try:
            super().__init__((host, port), _Handler)
        except OSError as refused:
            raise SourceError(
                f"端口 {port} 不能用（{refused.strerror}），请换一个",
                f"port {port} cannot be used ({refused.strerror}); take another",
                host,
            ) from refused
        self.guard = Guard.of(f"[{host}]" if ":" in host else host, self.server_address[1])

    @property
    def home(self) -> str:
        """Give the address to open."""
        host, port = str(self.server_address[0]), self.server_address[1]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    def begin(self) -> None:
        """Answer from now on, beside everything else."""
        threading.Thread(target=self.serve_forever, args=(TURN,), name="page", daemon=True).start()

    def end(self) -> None:
        """Answer no more."""
        self.shutdown()
        self.server_close()

    def answer(self, method: str, asked: Asked) -> Answer:
        """Find who answers, and let it."""
        for way, pattern, does in self.routes:
            if way == method and pattern.match(asked.path):
                return does(asked)
        return Answer(b"", status=HTTPStatus.NOT_FOUND)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    server_version, sys_version = "sightline", ""
    METHODS: ClassVar = {"HEAD": "GET"}

    def do_GET(self) -> None:
        """Answer a question."""
        self._answer({})

    def do_HEAD(self) -> None:
        """Answer a question without the body."""
        self._answer({})

    def do_POST(self) -> None:
        """Do what a form of ours asks."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LONGEST_FORM:
            self.close_connection = True
            self._send(Answer(b"", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
            return
        body = self.rfile.read(int(length)).decode("utf-8", "replace")
        form = {
            key: tuple(values) for key, values in parse_qs(body, keep_blank_values=True).items()
        }
        if not self.server.guard.ours(dict(self.headers.items()), "".join(form.pop("token", ()))):
            self._send(Answer(b"", status=HTTPStatus.FORBIDDEN))
            return
        self._answer(form)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet: the terminal is for events."""
        LOG.debug(format, *arguments)

    def _answer(self, form: Mapping[str, tuple[str, ...]]) -> None:
        if not self.server.guard.known(dict(self.headers.items())):
            self._send(Answer(b"", status=HTTPStatus.MISDIRECTED_REQUEST))
            return
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        asked = Asked(
            unquote(address.path),
            query,
            self._language(query),
            form,
            dict(self.headers.items()),
            self.server.guard.token,
        )
        try:
            answer = self.server.answer(self.METHODS.get(self.command, self.command), asked)
        except Exception:  # the door of the page: one bad request must not end the watch
            LOG.exception("%s %s", self.command, self.path)
            answer = Answer(b"", status=HTTPStatus.INTERNAL_SERVER_ERROR)
        self._send(answer, query.get("lang"))

    def _language(self, query: Mapping[str, str]) -> str:
        try:
            kept = SimpleCookie(self.headers.get("Cookie", "")).get("lang")
        except CookieError:
            kept = None
        wanted = query.get("lang") or (kept.value if kept else LANGUAGES[0])
        return wanted if wanted in LANGUAGES else LANGUAGES[0]

    def _send(self, answer: Answer, chosen: str | None = None) -> None:
        try:
            self.send_response(answer.status)
            for name, value in {**HEADERS, **answer.headers, "Content-Type": answer.kind}.items():
                self.send_header(name, value)
            if chosen in LANGUAGES:
                self.send_header("Set-Cookie", f"lang={chosen}; Path=/; SameSite=Strict; HttpOnly")
            self._body(answer)
        except OSError:  # the browser has gone
            self.close_connection = True

    def _body(self, answer: Answer) -> None:
        if answer.parts is None:
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            return
        self.close_connection = True
        self.send_header("Connection", "close")
        self.end_headers()
        for part in answer.parts if self.command != "HEAD" else ():
            self.wfile.write(part)
            self.wfile.flush()
