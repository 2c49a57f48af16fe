"""32 secret bytes → the public key of them on Curve25519 (RFC 7748), to which anybody can seal and nobody open.

Only the public key is made here, once for each receipt code. What is sealed to it is sealed and opened by a library.
"""

from typing import Final

_PRIME: Final = 2**255 - 19
_A24: Final = 121665
_BASE: Final = 9
_BITS: Final = 255


def public_key(secret: bytes) -> bytes:
    """Return the public key of 32 bytes, of which five bits are set as the standard says."""
    number = int.from_bytes(secret, "little")
    number = number & ~7 & (1 << _BITS) - 1 | 1 << _BITS - 1
    return _multiple(number).to_bytes(32, "little")


def _multiple(number: int) -> int:
    """Return the x of so many times the base point, by the Montgomery ladder."""
    x2, z2, x3, z3 = 1, 0, _BASE, 1
    for place in reversed(range(_BITS)):
        bit = number >> place & 1
        if bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
        plus, minus = x2 + z2, x2 - z2
        across, along = (x3 - z3) * plus % _PRIME, (x3 + z3) * minus % _PRIME
        x3, z3 = (across + along) ** 2 % _PRIME, _BASE * (across - along) ** 2 % _PRIME
        square, other = plus**2 % _PRIME, minus**2 % _PRIME
        between = square - other
        x2, z2 = square * other % _PRIME, between * (square + _A24 * between) % _PRIME
        if bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
    return x2 * pow(z2, -1, _PRIME) % _PRIME
