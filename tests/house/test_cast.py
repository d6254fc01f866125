"""The cast that other tests rely on is what it says."""

from __future__ import annotations

from tests.cast import BLUE_KILN, RED_CRANE


def test_the_firms_of_the_cast_have_sound_credit_codes():
    from jianghai.base.identifiers import credit_code

    assert {credit_code(code).text for code in (BLUE_KILN, RED_CRANE)} == {BLUE_KILN, RED_CRANE}
    assert not any(credit_code(code).warnings for code in (BLUE_KILN, RED_CRANE))


def test_chen_sees_every_firm_and_wei_only_her_own(chen, wei, lin, blue_kiln, red_crane):
    from jianghai.enterprises import queries

    assert set(queries.of(chen)) == {blue_kiln, red_crane}
    assert set(queries.of(wei)) == {red_crane}
    assert set(queries.of(lin)) == {blue_kiln}


def test_wei_is_signed_in_as_wei(weis, wei):
    assert weis.session["_auth_user_id"] == str(wei.pk)
