from __future__ import annotations

import stat

import pytest

from jianghai import environment
from jianghai.environment import SettingError


def test_an_unset_variable_gives_the_default(monkeypatch):
    monkeypatch.delenv("DAYS", raising=False)
    assert environment.whole("DAYS", 30) == 30


@pytest.mark.parametrize(("given", "meant"), [("1", True), ("off", False), ("是", True)])
def test_yes_and_no_are_read(monkeypatch, given, meant):
    monkeypatch.setenv("DEBUGGING", given)
    assert environment.flag("DEBUGGING", default=not meant) is meant


@pytest.mark.parametrize(
    ("read", "given"),
    [
        (lambda: environment.whole("X", 3), "three"),
        (lambda: environment.whole("X", 3, least=1), "0"),
        (lambda: environment.flag("X", default=True), "maybe"),
        (lambda: environment.choice("X", "a", among=("a", "b")), "c"),
        (lambda: environment.address("X", "sqlite:///x", schemes=("sqlite",)), "mysql://u:pw@h/d"),
        (lambda: environment.secret("X", keep_in=None), "short"),
        (lambda: environment.secret("X", keep_in=None), ""),
    ],
)
def test_a_wrong_value_stops_the_start_in_both_languages(monkeypatch, read, given):
    monkeypatch.setenv("X", given)
    with pytest.raises(SettingError, match=r"X: .*[\u4e00-\u9fff](.|\n)*\nX: .*[a-z]") as refused:
        read()
    assert "pw" not in str(refused.value)


def test_a_secret_is_made_once_and_read_by_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.delenv("X", raising=False)
    place = tmp_path / "var" / "secret"
    first = environment.secret("X", keep_in=place)
    assert environment.secret("X", keep_in=place) == first
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
