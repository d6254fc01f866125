"""An address that is printed shows no password."""

from __future__ import annotations

import pytest

from sightline.errors import SourceError
from sightline.ingest import open_source, shown
from sightline.ingest.decode import address_reel
from sightline.ingest.options import Limits, Patience


@pytest.mark.parametrize(
    "address",
    [
        "rtsp://lin:s3cret@10.0.0.8:554/live",
        "rtsp://lin:s3cret@in@10.0.0.8/live",
        "rtsp://lin:a/s3cret@10.0.0.8/live",
        "rtsp://10.0.0.8/live?user=lin&password=s3cret",
        "rtsp://10.0.0.8/user=lin_password=s3cret_channel=1.sdp",
        "RTSPS://s3cret@10.0.0.8/live",
    ],
)
def test_nothing_secret_is_shown(address: str) -> None:
    assert "s3cret" not in shown(address)
    assert "10.0.0.8" in shown(address)


def test_an_error_shows_no_password() -> None:
    address = "rtsp://lin:s3cret@127.0.0.1:9/live"
    with (
        pytest.raises(SourceError) as refused,
        address_reel(address, shown(address), Patience(connect=1), Limits()),
    ):
        pass
    assert "s3cret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_source_shows_no_password() -> None:
    with open_source("rtsp://lin:s3cret@127.0.0.1:9/live") as source:
        lost = source.take(5)
        assert "s3cret" not in f"{source!r} {lost!r}"


def test_other_addresses_are_refused() -> None:
    with pytest.raises(SourceError, match=r"http:// is not read"):
        open_source("http://lin:s3cret@10.0.0.8/live")
