"""Check that an input stands in the record under a printed head. Standard library only.

python3 check_receipt.py PROOF.json SIZE:ROOT [THE-FILE-AS-HANDED-IN]
"""

import hashlib
import json
import sys


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_from(leaf, index, size, path):
    """The root of a tree of `size` leaves that holds `leaf` at `index` (RFC 9162, section 2.1.3.2)."""
    node, here, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            return b""
        if here % 2 or here == last:
            node = sha256(b"\x01", sibling, node)
            while here and here % 2 == 0:
                here, last = here // 2, last // 2
        else:
            node = sha256(b"\x01", node, sibling)
        here, last = here // 2, last // 2
    return node if last == 0 and 0 <= index < size else b""


def checks(proof, head, handed_in):
    size, _, root = head.partition(":")
    header, payload = proof["header"].encode(), proof["payload"].encode()
    path = [bytes.fromhex(step) for step in proof["path"]]
    found = root_from(sha256(b"\x00", header), proof["index"], int(size), path)
    yield "the entry stands under the printed head", found.hex() == root.strip().lower()
    made = sha256(b"evalflow/commit/v1", bytes.fromhex(proof["nonce"]), payload)
    yield "the entry commits to this content", made.hex() == json.loads(header)["commitment"]
    if handed_in is not None:
        receipt = proof["receipt"]
        made = sha256(b"evalflow/input/v1", bytes.fromhex(receipt["salt"]), handed_in).hex()
        yield "the receipt is for this file", made == receipt["commitment"]
        yield "the content names this receipt", receipt["commitment"] in proof["payload"]


def main(proof_file, head, file=None):
    with open(proof_file, "rb") as opened:
        proof = json.load(opened)
    handed_in = None
    if file is not None:
        with open(file, "rb") as opened:
            handed_in = opened.read()
    results = list(checks(proof, head, handed_in))
    for what, holds in results:
        print(f"{'holds' if holds else 'does not hold'}: {what}")
    return 0 if all(holds for _, holds in results) else 1


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    try:
        sys.exit(main(*sys.argv[1:]))
    except (AttributeError, LookupError, OSError, TypeError, ValueError) as problem:
        print(f"does not hold: the proof cannot be read ({type(problem).__name__}: {problem})")
        sys.exit(1)
