"""The program that the report prints: it holds for what a receipt is for, and for no forgery."""

import hashlib
import json
import runpy
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from evalflow.resources import resource
from evalflow.store.journal import merkle

PROGRAM = resource("templates", "reports", "check_receipt.py")
CHECK = runpy.run_path(str(PROGRAM))
FILE, ANNEX, PLAN = "A submission, with an é.\n".encode(), b"an annex", b"a plan"
SALT, NONCE, OTHER_NONCE = b"\x01" * 32, b"\x02" * 32, b"\x03" * 32
AT = "2027-02-01T12:00:00.000000Z"
REFERENCE = "EX-SA-2027/NGO/001"

RECORDED = "the entry is recorded under the printed head"
COMMITS = "the entry commits to this content"
INPUT = "the content is an input that was received"
RECEIPT = "the receipt is for this entry"
IS_FILE = "the input is this file"


def _sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _canonical(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _commitment(version: int, attachments: tuple[bytes, ...]) -> str:
    if version == 1 or not attachments:
        return _sha256(b"evalflow/input/v1", SALT, FILE).hex()
    return _sha256(b"evalflow/input/v2", SALT, _sha256(FILE), *map(_sha256, attachments)).hex()


@dataclass
class Forge:
    """What a record-keeper could make: an entry of any kind with any content, under a head that is printed."""

    version: int = 2
    bound: int = 2  # the version of the commitment to the file
    attachments: tuple[bytes, ...] = ()
    kind: str = "input.InputReceived"
    seq: int = 3
    index: int = 2
    size: int = 5
    personal: bool = True
    known: dict[str, Any] = field(default_factory=dict)

    def proof(self) -> dict[str, Any]:
        known = self._input()
        inner = {f"input.{name}": known[name] for name in ("code", "salt", "attachments") if known[name]}
        if self.version == 2:
            known |= {"code": "", "salt": "", "attachments": []}
        payload, personal = _canonical({"input": known}), _canonical(inner)
        domain = {1: b"evalflow/commit/v1", 2: b"evalflow/open/v2"}[self.version]
        fields = {
            "v": self.version, "seq": self.seq, "at": AT, "kind": self.kind, "subject": "ab" * 16, "by": "cd" * 16,
            "commitment": _sha256(domain, NONCE, payload.encode()).hex(),
        }  # fmt: skip
        if self.version == 2:
            fields["personal"] = _sha256(b"evalflow/personal/v2", OTHER_NONCE, personal.encode()).hex()
        shown = self.version == 1 or self.personal
        return _under_a_head(_canonical(fields), self.index, self.size) | {
            "format": f"evalflow-proof/{self.version}", "nonce": NONCE.hex(), "payload": payload,
            "code": self._input()["code"] if shown else "",
            "receipt": {"salt": SALT.hex() if shown else "", "commitment": known["commitment"]},
            **({"personal": {"nonce": OTHER_NONCE.hex(), "payload": personal}} if self.version == 2 and shown else {}),
        }  # fmt: skip

    def _input(self) -> dict[str, Any]:
        files = [{"name": "a", "sha256": _sha256(one).hex(), "size": len(one)} for one in self.attachments]
        return {
            "id": "ab" * 16, "code": REFERENCE, "title": "Übersicht", "received_at": AT, "salt": SALT.hex(),
            "commitment": _commitment(self.bound, self.attachments), "attachments": files, **self.known,
        }  # fmt: skip


def _under_a_head(header: str, index: int, size: int) -> dict[str, Any]:
    leaves = [merkle.leaf(header if n == index else str(n)) for n in range(size)]
    path = [step.hex() for step in merkle.path(leaves, index)]
    return {"header": header, "index": index, "size": size, "root": merkle.root(leaves).hex(), "path": path}


def _receipt(*, salt: bool = True, commitment: str = "", reference: str = REFERENCE) -> bytes:
    lines = ["Receipt", "", f"Reference:   {reference}", "Receipt code: secret"]
    lines += [f"Salt:        {SALT.hex()}"] if salt else []
    return "\n".join([*lines, f"Commitment:  {commitment or _commitment(2, ())}", ""]).encode()


def _head(proof: dict[str, Any]) -> str:
    return f"{proof['size']}:{proof['root']}"


def _answer(proof: object, head: str, files: list[bytes], receipt: bytes | None) -> tuple[list[tuple[str, bool]], str]:
    results, notes = CHECK["answer"](json.dumps(proof).encode(), head, files, receipt)
    return results, "\n".join(notes)


def _holds(*given: Any) -> bool:
    return all(holds for _, holds in _answer(*given)[0])


TRUE: list[Forge] = [
    Forge(version, bound, attachments, index=n, seq=n + 1, size=size)
    for version in (1, 2)
    for bound, attachments in ((1, ()), (2, (ANNEX, PLAN)))
    for n, size in ((0, 1), (2, 5), (4, 5), (6, 7))
]


@pytest.mark.parametrize("forge", TRUE, ids=str)
def test_a_true_proof_holds_and_says_what_it_is_for(forge: Forge) -> None:
    proof = forge.proof()
    results, notes = _answer(proof, _head(proof), [FILE, *reversed(forge.attachments)], None)
    assert results == [(RECORDED, True), (COMMITS, True), (INPUT, True), (IS_FILE, True)]
    assert notes == (
        f"Reference: {REFERENCE}\nReceived: {AT} (UTC)\nEntry: {forge.seq} of {forge.size}\n"
        "Note: the salt comes from the proof, not from a receipt."
    )


def test_with_the_receipt_the_salt_is_its_own() -> None:
    proof = Forge().proof()
    results, notes = _answer(proof, _head(proof), [FILE], _receipt().replace(b"\n", b"\r\n"))
    assert results == [(RECORDED, True), (COMMITS, True), (INPUT, True), (RECEIPT, True), (IS_FILE, True)]
    assert "Note" not in notes


def test_a_receipt_that_holds_the_code_alone_is_named_as_one() -> None:
    proof, old = Forge().proof(), Forge(1, 1).proof()
    results, notes = _answer(proof, _head(proof), [FILE], b"Receipt\n\nReceipt code: secret\n")
    assert results == [(RECORDED, True), (COMMITS, True), (INPUT, True), (IS_FILE, True)]
    assert "Note: the receipt holds the receipt code alone. Nothing in it could be compared.\nNote: the salt" in notes
    assert _holds(old, _head(old), [FILE], f"Receipt\n\nCode:        {REFERENCE}\n".encode())
    assert not _holds(old, _head(old), [FILE], b"Receipt\n\nCode:        EX-SA-2027/NGO/002\n")


def test_what_was_erased_is_proved_by_the_receipt() -> None:
    proof = Forge(attachments=(ANNEX,), personal=False).proof()
    receipt = _receipt(commitment=_commitment(2, (ANNEX,)))
    results, notes = _answer(proof, _head(proof), [FILE, ANNEX], receipt)
    assert results == [(RECORDED, True), (COMMITS, True), (INPUT, True), (RECEIPT, True), (IS_FILE, True)]
    assert notes.startswith("Reference: not in this proof\n")
    assert not _holds(proof, _head(proof), [FILE], receipt)
    assert not _holds(proof, _head(proof), [FILE, PLAN], receipt)
    assert not _holds(proof, _head(proof), [FILE, ANNEX], None)
    assert not _holds(proof, _head(proof), [FILE, ANNEX], f"Reference:   {REFERENCE}\n".encode())


def test_attachments_are_counted_where_they_are_not_given() -> None:
    proof = Forge(attachments=(ANNEX, PLAN)).proof()
    results, notes = _answer(proof, _head(proof), [FILE], None)
    assert results[-1] == (IS_FILE, True)
    assert "Note: attachments recorded: 2. Give them after FILE to compare them." in notes


def test_an_older_receipt_does_not_bind_attachments_and_says_so() -> None:
    proof = Forge(1, 1, (ANNEX,)).proof()
    results, notes = _answer(proof, _head(proof), [FILE, ANNEX], None)
    assert results[-1] == (IS_FILE, True)
    assert "Note: this older receipt does not bind the attachments. The entry does.\n" in notes
    assert not _holds(proof, _head(proof), [FILE, PLAN], None)


PROOFS = [forge.proof() for forge in (Forge(), Forge(1, 1), Forge(attachments=(ANNEX,)), Forge(personal=False))]


def _run(folder: Path, *words: str) -> tuple[int, list[str]]:
    done = subprocess.run([sys.executable, "-I", str(PROGRAM), *words], cwd=folder, capture_output=True, check=False)
    assert done.stderr == b""
    return done.returncode, done.stdout.decode().splitlines()


def test_it_runs_by_itself(tmp_path: Path) -> None:
    proof = Forge(attachments=(ANNEX,)).proof()
    contents = {"proof.json": json.dumps(proof).encode(), "input.txt": FILE, "annex": ANNEX}
    contents["receipt.txt"] = _receipt(commitment=_commitment(2, (ANNEX,)))
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    words = ["proof.json", _head(proof), "input.txt", "annex", "--receipt", "receipt.txt"]
    told = [f"holds: {what}" for what in (RECORDED, COMMITS, INPUT, RECEIPT, IS_FILE)]
    assert _run(tmp_path, *words) == (0, [*told, f"Reference: {REFERENCE}", f"Received: {AT} (UTC)", "Entry: 3 of 5"])
    assert _run(tmp_path, *words[:2]) == (0, [*told[:3], *_notes(proof)])
    assert _run(tmp_path, "proof.json", "5:") == (
        1, ["does not hold: the proof cannot be read: the head is not SIZE:ROOT as the report prints it"],
    )  # fmt: skip
    assert _run(tmp_path, "none.json", *words[1:]) == (
        1, ["does not hold: none.json cannot be read: No such file or directory"],
    )  # fmt: skip


def _notes(proof: dict[str, Any]) -> list[str]:
    return _answer(proof, _head(proof), [], None)[1].splitlines()


TEXT = json.dumps(PROOFS[0]).encode()
WRITTEN_OTHERWISE = [
    b"\xef\xbb\xbf" + TEXT, TEXT.decode().encode("utf-16"), TEXT + TEXT, TEXT + b"\0", TEXT[:-1] + b',"code":"X"}',
    b"[" + TEXT + b"]", b'{"proof":' + TEXT + b"}",
    *(TEXT.replace(b'"index": 2', b'"index": ' + n) for n in (b"9" * 5000, b"NaN", b"2e0", b"2.0", b"-0", b"1e999")),
]  # fmt: skip


def test_a_file_of_any_name_is_named_where_it_is_not_there(tmp_path: Path) -> None:
    assert _run(tmp_path, "\udcff.json", "5:x") == (
        1, ["does not hold: \\udcff.json cannot be read: No such file or directory"],
    )  # fmt: skip


def test_a_receipt_that_was_sent_by_mail_or_saved_elsewhere_is_compared_still() -> None:
    proof = Forge().proof()
    for receipt in (
        b"\xef\xbb\xbf" + _receipt(), _receipt().replace(b"\n", b"  \r\n"), _receipt().replace(b":  ", b":\t")
    ):  # fmt: skip
        assert (RECEIPT, True) in _answer(proof, _head(proof), [FILE], receipt)[0]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b'"text"',
        b"[" * 100_000,
        b"\xff",
        b'{"format":[]}',
        b'{"format":1,"format":1}',
        *WRITTEN_OTHERWISE,
    ],
)
def test_a_proof_that_cannot_be_read_does_not_hold(raw: bytes) -> None:
    [(what, holds)], notes = CHECK["answer"](raw, _head(PROOFS[0]))
    assert (what.startswith("the proof cannot be read"), holds, notes) == (True, False, [])
