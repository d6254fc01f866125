"""The page's server: for this machine and its own forms only."""

from __future__ import annotations

import http.client
import socket

import pytest

from sightline.errors import SourceError
from sightline.show.web.answers import Answer, file
from sightline.show.web.server import Server


@pytest.fixture(scope="module")
def server():
    """Serve two addresses: one to look, one to do."""
    routes = {
        ("GET", "/look"): lambda asked: Answer(asked.language.encode()),
        ("GET", "/breaks"): lambda _asked: 1 / 0,
        ("POST", "/do"): lambda asked: Answer(asked.first("what").encode()),
        ("GET", "/film"): lambda _asked: Answer(parts=[b"one", b"two"]),
    }
    one = Server("127.0.0.1", 0, routes)
    one.begin()
    yield one
    one.end()


def ask(server, path, method="GET", body=None, **headers):
    """Send one request; give status, headers, body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, told)
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer.status, answer.headers, read


def test_a_page_is_given_with_a_strict_policy(server):
    status, headers, body = ask(server, "/look")
    assert (status, body) == (200, b"zh")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", ""])
def test_a_page_of_another_name_is_given_nothing(server, host):
    assert ask(server, "/look", Host=host)[0] == 421


def test_what_breaks_is_one_answer_and_not_the_end(server, caplog):
    assert ask(server, "/breaks")[0] == 500
    assert ask(server, "/look")[0] == 200


@pytest.mark.parametrize("path", ["/", "/../etc/passwd", "/look/../do", "/static/..%2fserver.py"])
def test_what_no_route_names_is_not_there(server, path):
    assert ask(server, path)[0] == 404


def test_a_form_of_ours_is_heard(server):
    said = f"token={server.guard.token}&what=done"
    assert ask(server, "/do", "POST", said)[::2] == (200, b"done")


@pytest.mark.parametrize(
    ("token", "origin"),
    [("", None), ("guessed", None), (None, "http://evil.example"), (None, "null")],
)
def test_a_form_of_another_page_is_not(server, token, origin):
    said = f"token={server.guard.token if token is None else token}&what=done"
    headers = {} if origin is None else {"Origin": origin}
    assert ask(server, "/do", "POST", said, **headers)[0] == 403


def test_a_form_longer_than_any_of_ours_is_refused(server):
    assert ask(server, "/do", "POST", "x" * 300_000)[0] == 413


def test_english_is_kept_once_it_was_chosen(server):
    _status, headers, body = ask(server, "/look?lang=en")
    assert body == b"en"
    cookie = headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert ask(server, "/look", Cookie=cookie.split(";")[0])[2] == b"en"
    assert ask(server, "/look", Cookie="lang=<script>")[2] == b"zh"


def test_a_film_comes_in_parts(server):
    assert ask(server, "/film")[2] == b"onetwo"


def test_a_port_that_is_taken_is_said_so(server):
    with pytest.raises(SourceError, match="take another"):
        Server("127.0.0.1", server.server_address[1], {})


def test_it_listens_at_this_machine_only(server):
    assert server.socket.getsockname()[0] == "127.0.0.1"
    assert server.socket.family == socket.AF_INET


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("", 200, "0123456789"),
        ("bytes=2-4", 206, "234"),
        ("bytes=7-", 206, "789"),
        ("bytes=5-99", 206, "56789"),
        ("bytes=20-", 200, "0123456789"),
        ("lines=1-2", 200, "0123456789"),
    ],
)
def test_a_player_is_given_the_piece_it_asks_for(tmp_path, asked, status, body):
    (tmp_path / "clip.mp4").write_bytes(b"0123456789")
    answer = file(tmp_path / "clip.mp4", asked)
    assert (answer.status, answer.body.decode(), answer.kind) == (status, body, "video/mp4")
