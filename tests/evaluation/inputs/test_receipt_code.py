"""A receipt code: read however it is written, told when it is mistyped, and nowhere in what is kept of it."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evalflow.errors import InvalidInput
from evalflow.evaluation.inputs.receipt_code import Claim, Presented, claim_of, code_of, without_codes
from evalflow.evaluation.inputs.x25519 import public_key

SECRETS = st.binary(min_size=16, max_size=16)
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def refused(code: str) -> str:
    with pytest.raises(InvalidInput) as refusal:
        claim_of(code)
    assert refusal.value.code == "bad-receipt-code"
    return str(refusal.value)


def test_a_code_has_groups_of_four_and_its_two_values_are_a_hash_and_a_public_key() -> None:
    secret = bytes(range(16))
    code = code_of(secret)
    assert code == "0004-1061-050R-3GG2-8A1C-60T3-GFZ"
    assert claim_of(code) == Claim(
        hashlib.sha256(b"evalflow/receipt-code/recognise/v1" + secret).hexdigest(),
        f"x25519:{public_key(hashlib.sha256(b'evalflow/receipt-code/seal/v2' + secret).digest()).hex()}",
    )


@given(SECRETS)
def test_a_code_is_read_in_whatever_spelling(secret: bytes) -> None:
    code = code_of(secret)
    spelled = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert claim_of(code) == claim_of(spelled) == claim_of(f" {code.replace('-', '')}\n")


@given(SECRETS, st.integers(0, 26), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_told_and_the_code_is_not_repeated(secret: bytes, place: int, sign: str) -> None:
    signs = code_of(secret).replace("-", "")
    assume(signs[place] != sign)
    wrong = signs[:place] + sign + signs[place + 1 :]
    assert wrong not in refused(wrong)


@given(SECRETS, st.integers(0, 25), st.integers(1, 26))
def test_two_signs_that_changed_places_are_told(secret: bytes, first: int, other: int) -> None:
    signs = list(code_of(secret).replace("-", ""))
    second = (first + other) % 27
    assume(signs[first] != signs[second])
    signs[first], signs[second] = signs[second], signs[first]
    refused("".join(signs))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "has 27 signs, not 0"),
        (code_of(b"\1" * 16)[:-1], "has 27 signs, not 26"),
        ("EX-SA-2027/W/ABCD1234", "That is a reference, not a receipt code."),
        ("U" * 27, "its check sign does not fit"),
        ("É" + "0" * 26, "its check sign does not fit"),
        ("Z" * 27, "its check sign does not fit"),
    ],
)
def test_what_is_no_code_is_told(code: str, says: str) -> None:
    assert says in refused(code)


def test_a_code_in_a_text_is_not_repeated_and_other_words_stay() -> None:
    code = code_of(bytes(range(16)))
    for spelled in (code, code.lower(), code.replace("-", ""), f"{code[:-1]}A"):
        assert without_codes(f"There is no input '{spelled}'.") == "There is no input '(a receipt code, not repeated)'."
    others = f"EX-SA-2027/NGO/001 {'a1' * 32} Rechtsschutzversicherungsgesellschaften abcdefghijklmnopqrstuvwxyza"
    assert without_codes(others) == others


def test_a_code_that_is_presented_is_not_shown() -> None:
    assert repr(Presented("0000-0000", "Ben", "He rang.")) == "Presented(confirmed_by='Ben', reason='He rang.')"
