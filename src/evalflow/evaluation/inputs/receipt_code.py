"""128 random bits → the receipt code that a submitter keeps, and the two one-way values of it that the record keeps.

The code is shown in the receipt and nowhere else. The reference of an input may be printed; it proves nothing. A code
has 26 signs of Crockford's base 32 and a check sign, a sum over the field of 32 elements by which every single wrong
sign and every two signs that changed places are noticed.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final, Literal

from evalflow.errors import InvalidInput
from evalflow.evaluation.inputs.x25519 import public_key

ReceiptForm = Literal["receipt", "receipt-code-only"]  # the kind of effect by which one is written
FORMS: Final[tuple[ReceiptForm, ...]] = ("receipt", "receipt-code-only")
BYTES: Final = 16
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letter that reads like a digit
_READ: Final = {sign: value for value, sign in enumerate(_SIGNS)} | {"O": 0, "I": 1, "L": 1}
_LENGTH: Final = 27
_GROUP: Final = 4
_CODE: Final = re.compile(r"(?<![0-9A-Za-z])(?=[A-Za-z-]*[0-9])(?:[0-9A-Za-z]{4}-?){6}[0-9A-Za-z]{3}(?![0-9A-Za-z])")
_RECOGNISER: Final = b"evalflow/receipt-code/recognise/v1"
_SEAL: Final = b"evalflow/receipt-code/seal/v2"
_TO: Final = "x25519:"  # before it a seal was a plain hash: whoever reads the record could open what is sealed to that


@dataclass(frozen=True)
class Claim:
    """What the record keeps of a code: `recogniser` knows it again; to `seal`, a public key, answers can be sealed.

    Only who has the code can open them: the secret key is a hash of it.
    """

    recogniser: str
    seal: str


@dataclass(frozen=True)
class Presented:
    """What is shown for a submitter: the receipt code; or, without it, who else confirms the act and why."""

    code: str = field(default="", repr=False)
    confirmed_by: str = ""
    reason: str = ""


NOTHING: Final = Presented()


def code_of(secret: bytes) -> str:
    """Return the code of 16 random bytes, in groups of four signs."""
    number = int.from_bytes(secret[:BYTES], "big")
    values = [number >> 5 * place & 31 for place in reversed(range(_LENGTH - 1))]
    signs = "".join(_SIGNS[value] for value in (*values, _sum(values)))
    return "-".join(signs[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def claim_of(code: str) -> Claim:
    """Return the two one-way values of a code, however it is written.

    Raises:
        InvalidInput: `bad-receipt-code`, it was mistyped. The message does not repeat it.
    """
    key = public_key(hashlib.sha256(_SEAL + _secret(code)).digest())
    return Claim(recogniser_of(code), f"{_TO}{key.hex()}")


def recogniser_of(code: str) -> str:
    """Return the one-way value by which a code is known again. Raises as `claim_of`."""
    return hashlib.sha256(_RECOGNISER + _secret(code)).hexdigest()


def without_codes(text: str) -> str:
    """Return a text for people to read in which no receipt code stands, in whatever place somebody typed one."""
    return _CODE.sub("(a receipt code, not repeated)", text)


def _secret(code: str) -> bytes:
    values = [_READ.get(sign, 32) for sign in code.upper() if sign not in " -\t\r\n"]
    if len(values) != _LENGTH or max(values) > 31 or values[0] > 7 or _sum(values[:-1]) != values[-1]:
        raise InvalidInput("bad-receipt-code", _mistyped(code, values))
    number = 0
    for value in values[:-1]:
        number = number << 5 | value
    return number.to_bytes(BYTES, "big")


def _mistyped(code: str, values: list[int]) -> str:
    if "/" in code:
        return (
            "That is a reference, not a receipt code. A reference may be printed and proves nothing. The receipt code "
            f"is the secret on the receipt: {_LENGTH} signs in groups of {_GROUP}."
        )
    if len(values) != _LENGTH:
        return f"The receipt code has {_LENGTH} signs, not {len(values)}. Copy it from the receipt."
    return "The receipt code was mistyped: its check sign does not fit. Compare it with the receipt, sign by sign."


def _sum(values: list[int]) -> int:
    """Return the sum of all values, each weighted by its place, over the field of 32 elements (x⁵ + x² + 1)."""
    sum_ = 0
    for value in values:
        sum_ ^= value
        sum_ = sum_ << 1 ^ (0b100101 if sum_ & 16 else 0)
    return sum_
