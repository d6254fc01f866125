from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianghai.base.errors import CreditCodeError
from jianghai.base.identifiers import ALPHABET, check_digit, credit_code


@pytest.mark.parametrize("code", ["91320600138738315N", "91320400761509565N"])
def test_real_codes_pass(code):
    assert credit_code(code).warnings == ()


def test_a_code_that_fails_its_check_digit_is_kept_with_a_warning():
    code = credit_code("91320600725062086F")
    assert code.text == "91320600725062086F"
    assert "校验码不符" in code.warnings[0]


@pytest.mark.parametrize(
    "written",
    [
        "９１３２０６００１３８７３８３１５Ｎ",  # full width
        "9132 0600 1387 3831 5n",
        "91320600-138738315-N",
    ],
)
def test_what_clerks_type_is_forgiven(written):
    assert credit_code(written).text == "91320600138738315N"


@pytest.mark.parametrize(
    "written", ["", "9132060013873831", "91320600138738315I", "9.132E+17", "91A20600138738315N"]
)
def test_wrong_length_or_letters_are_refused(written):
    with pytest.raises(CreditCodeError, match="18"):
        credit_code(written)


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_one_changed_sign_is_always_noticed(first):
    other = ALPHABET[(ALPHABET.index(first[3]) + 1) % 31]
    assert check_digit(first) != check_digit(first[:3] + other + first[4:])


@given(st.text())
def test_no_text_breaks_the_reader(written):
    try:
        code = credit_code(written).text
    except CreditCodeError:
        return
    assert len(code) == 18
