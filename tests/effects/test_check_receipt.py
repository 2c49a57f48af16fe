"""The program that the report prints: it holds for every entry of a tree, and for nothing that was altered."""

import hashlib
import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evalflow.resources import resource

PROGRAM = resource("templates", "reports", "check_receipt.py")
HANDED_IN = "A submission, with an é.\n".encode()
SALT, NONCE = b"\x01" * 32, b"\x02" * 32
COMMITMENT = hashlib.sha256(b"evalflow/input/v1" + SALT + HANDED_IN).hexdigest()
PAYLOAD = json.dumps({"code": "EX-1", "commitment": COMMITMENT, "title": "Übersicht"}, ensure_ascii=False)
HEADER = json.dumps(
    {"commitment": hashlib.sha256(b"evalflow/commit/v1" + NONCE + PAYLOAD.encode()).hexdigest(), "seq": 3, "v": 1}
)


def _leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def _root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _root(leaves[:half]) + _root(leaves[half:])).digest()


def _path(leaves: list[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*_path(leaves[:half], index), _root(leaves[half:])]
    return [*_path(leaves[half:], index - half), _root(leaves[:half])]


def _proof(index: int = 2, size: int = 5) -> tuple[dict[str, Any], str]:
    leaves = [_leaf(HEADER.encode() if n == index else bytes([n])) for n in range(size)]
    proof = {
        "format": "evalflow-proof/1", "code": "EX-1", "header": HEADER, "index": index, "size": size,
        "root": _root(leaves).hex(), "path": [step.hex() for step in _path(leaves, index)], "nonce": NONCE.hex(),
        "payload": PAYLOAD, "receipt": {"salt": SALT.hex(), "commitment": COMMITMENT},
    }  # fmt: skip
    return proof, f"{size}:{_root(leaves).hex()}"


def _run(folder: Path, proof: object, head: str, file: bytes | None = HANDED_IN) -> tuple[int, list[str]]:
    (folder / "proof.json").write_text(json.dumps(proof), "utf-8")
    arguments = [str(folder / "proof.json"), head]
    if file is not None:
        (folder / "input.txt").write_bytes(file)
        arguments.append(str(folder / "input.txt"))
    done = subprocess.run([sys.executable, "-I", str(PROGRAM), *arguments], capture_output=True, check=False)
    assert done.stderr == b""
    return done.returncode, done.stdout.decode().splitlines()


STANDS = "the entry stands under the printed head"
COMMITS = "the entry commits to this content"
FILE = "the receipt is for this file"
NAMED = "the content names this receipt"


@pytest.mark.parametrize(("index", "size"), [(0, 1), (2, 5), (4, 5), (6, 7)])
def test_a_true_proof_holds(tmp_path: Path, index: int, size: int) -> None:
    proof, head = _proof(index, size)
    assert _run(tmp_path, proof, head) == (0, [f"holds: {what}" for what in (STANDS, COMMITS, FILE, NAMED)])


def test_without_the_file_the_entry_alone_is_checked(tmp_path: Path) -> None:
    assert _run(tmp_path, *_proof(), file=None) == (0, [f"holds: {STANDS}", f"holds: {COMMITS}"])


def test_every_entry_of_every_small_tree_is_found_and_no_other() -> None:
    root_from = runpy.run_path(str(PROGRAM))["root_from"]
    for size in range(1, 18):
        leaves = [_leaf(bytes([n])) for n in range(size)]
        for index in range(size):
            path = _path(leaves, index)
            found = [n for n in range(-1, size + 2) if root_from(leaves[index], n, size, path) == _root(leaves)]
            assert found == [index]
            assert root_from(leaves[index], index, size, [*path, leaves[0]]) != _root(leaves)
            assert path == [] or root_from(leaves[index], index, size, path[:-1]) != _root(leaves)


@pytest.mark.parametrize(
    ("key", "value", "fails"),
    [
        ("payload", PAYLOAD.replace("Ü", "U"), COMMITS),
        ("nonce", "03" * 32, COMMITS),
        ("header", HEADER.replace('"seq": 3', '"seq": 4'), STANDS),
        ("index", 3, STANDS),
        ("path", [], STANDS),
        ("receipt", {"salt": "04" * 32, "commitment": COMMITMENT}, FILE),
    ],
)
def test_an_altered_proof_does_not_hold(tmp_path: Path, key: str, value: object, fails: str) -> None:
    proof, head = _proof()
    status, lines = _run(tmp_path, {**proof, key: value}, head)
    assert (status, [line for line in lines if line.startswith("does not hold")]) == (1, [f"does not hold: {fails}"])


def test_a_head_of_another_report_does_not_hold(tmp_path: Path) -> None:
    proof, head = _proof()
    other = _proof(2, 6)[1]
    assert _run(tmp_path, proof, other)[0] == 1
    assert _run(tmp_path, proof, head.replace("5:", "4:"))[1][0] == f"does not hold: {STANDS}"


def test_another_file_does_not_hold(tmp_path: Path) -> None:
    status, lines = _run(tmp_path, *_proof(), file=HANDED_IN.strip())
    assert (status, lines[2]) == (1, f"does not hold: {FILE}")


@pytest.mark.parametrize("proof", [{}, [], {"header": 1}, "text", {**_proof()[0], "path": ["zz"]}])
def test_a_proof_that_cannot_be_read_does_not_hold(tmp_path: Path, proof: object) -> None:
    status, lines = _run(tmp_path, proof, _proof()[1])
    assert (status, lines[0].partition(" (")[0]) == (1, "does not hold: the proof cannot be read")
