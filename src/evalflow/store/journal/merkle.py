"""Leaves of a journal → the root of their hash tree, and the proof that one of them stands under it (RFC 6962).

A leaf is `SHA-256(0x00 ‖ text)`, a node `SHA-256(0x01 ‖ left ‖ right)`; a tree of n leaves is split at the largest
power of two below n.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Proof:
    """That the leaf of `header` stands at `index` (from 0) in the tree of `size` leaves with `root`. Hashes in hex."""

    header: str
    index: int
    size: int
    path: tuple[str, ...]
    root: str


def leaf(text: str) -> bytes:
    return sha256(b"\x00" + text.encode()).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaves in order; of none, the hash of nothing."""
    peaks: list[tuple[int, bytes]] = []  # full subtrees from left to right: height and root
    for hashed in leaves:
        height = 0
        while peaks and peaks[-1][0] == height:
            hashed = _node(peaks.pop()[1], hashed)
            height += 1
        peaks.append((height, hashed))
    return _joined([peak for _, peak in peaks])


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes beside the way from the leaf at `index` up to the root, lowest first."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [*path(leaves[:split], index), root(leaves[split:])]
    return [*path(leaves[split:], index - split), root(leaves[:split])]


def holds(proof: Proof) -> bool:
    """Return whether the proof leads from its header to its root."""
    if not 0 <= proof.index < proof.size:
        return False
    hashed, node, last = leaf(proof.header), proof.index, proof.size - 1
    for beside in map(bytes.fromhex, proof.path):
        if last == 0:
            return False
        if node % 2 or node == last:
            hashed = _node(beside, hashed)
            while not node % 2 and node:
                node, last = node >> 1, last >> 1
        else:
            hashed = _node(hashed, beside)
        node, last = node >> 1, last >> 1
    return last == 0 and hashed.hex() == proof.root


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _joined(peaks: list[bytes]) -> bytes:
    if not peaks:
        return sha256().digest()
    joined = peaks.pop()
    while peaks:
        joined = _node(peaks.pop(), joined)
    return joined
