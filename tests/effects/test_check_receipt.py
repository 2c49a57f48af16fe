"""The program that the report prints: it holds for what a receipt is for, and for no forgery."""

import hashlib
import json
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

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


Given = tuple[dict[str, Any], str, list[bytes], bytes | None]


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


def _with(**changes: Any) -> Callable[[Given], Given]:
    return lambda given: ({**given[0], **changes}, *given[1:])


def _made(**changes: Any) -> Callable[[Given], Given]:
    """Have the record-keeper enter something else, under a head of its own."""

    def entered(given: Given) -> Given:
        proof = replace(Forge(), **changes).proof()
        return proof, _head(proof), given[2], given[3]

    return entered


def _headed(old: str, new: str) -> Callable[[Given], Given]:
    return lambda given: (given[0], given[1].replace(old, new, 1), *given[2:])


def _cut(n: int, *, whole: bool) -> Callable[[Given], Given]:
    """Cut the file to a suffix, with the rest moved into the salt: of the proof alone, or of the entry too."""

    def cut(given: Given) -> Given:
        salt = (SALT + FILE[:n]).hex()
        proof = Forge(1, 1, known={"salt": salt} if whole else {}).proof()
        proof["receipt"] = {**proof["receipt"], "salt": salt}
        return proof, _head(proof), [FILE[n:]], None

    return cut


def _beheaded(n: int) -> Callable[[Given], Given]:
    def beheaded(given: Given) -> Given:
        payload = given[0]["payload"].encode()
        return {**given[0], "nonce": (NONCE + payload[:n]).hex(), "payload": payload[n:].decode()}, *given[1:]

    return beheaded


def _elsewhere(given: Given) -> Given:
    """Put the commitment into another text: a source, a title."""
    known = {"commitment": "0" * 64, "title": _commitment(2, ()), "source": {"commitment": _commitment(2, ())}}
    proof = Forge(known=known).proof()
    proof["receipt"] = {**proof["receipt"], "commitment": _commitment(2, ())}
    return proof, _head(proof), given[2], given[3]


def _bare(given: Given) -> Given:
    """Head and root are what a failed walk up the tree gives: nothing."""
    return {**given[0], "root": "", "path": []}, f"{given[0]['size']}:", *given[2:]


NO_FILE: list[bytes] = []


def _receipt_with(pattern: str, line: str) -> Callable[[Given], Given]:
    """Write one line of the receipt otherwise than evalflow does."""
    return lambda given: (*given[:3], re.sub(pattern, line, (given[3] or b"").decode()).encode())


def _older(given: Given, known: dict[str, Any]) -> Given:
    proof = Forge(1, 1, known=known).proof()
    return proof, _head(proof), NO_FILE, given[3]


def _two_attachments(given: Given, files: list[bytes]) -> Given:
    proof = Forge(attachments=(ANNEX, PLAN)).proof()
    return proof, _head(proof), files, None


def _joined_hashes(given: Given) -> Given:
    return _two_attachments(given, [b"".join(map(_sha256, (FILE, ANNEX, PLAN)))])


def _inner(**more: object) -> Callable[[Given], Given]:
    """Have the personal part say more than what the open part left blank."""

    def filled(given: Given) -> Given:
        proof = Forge().proof()
        inner = json.loads(proof["personal"]["payload"]) | {f"input.{name}": value for name, value in more.items()}
        text, header = _canonical(inner), json.loads(proof["header"])
        header["personal"] = _sha256(b"evalflow/personal/v2", OTHER_NONCE, text.encode()).hex()
        proof |= _under_a_head(_canonical(header), 2, 5) | {"personal": {"nonce": OTHER_NONCE.hex(), "payload": text}}
        proof["code"], proof["receipt"]["salt"] = inner["input.code"], inner["input.salt"]
        return proof, _head(proof), given[2], given[3]

    return filled


def _dated(at: str) -> Callable[[Given], Given]:
    def dated(given: Given) -> Given:
        proof = Forge(known={"received_at": at}).proof()
        proof |= _under_a_head(proof["header"].replace(AT, at), 2, 5)
        return proof, _head(proof), given[2], given[3]

    return dated


FORGERIES: dict[str, Callable[[Given], Given]] = {
    "a commitment in the receipt with a blank after it": _receipt_with("Commitment:.*", f"Commitment: {'0' * 64} "),
    "a commitment in the receipt after a tab": _receipt_with("Commitment:.*", f"Commitment:\t{'0' * 64}"),
    "a commitment in the receipt in small letters": _receipt_with("Commitment:.*", f"commitment: {'0' * 64}"),
    "a commitment in the receipt that is quoted": _receipt_with("Commitment:.*", f"> Commitment: {'0' * 64}"),
    "a commitment in the receipt that is empty": _receipt_with("Commitment:.*", "Commitment:"),
    "a salt in the receipt with a blank after it": _receipt_with("Salt:.*", f"Salt: {'07' * 32} "),
    "a salt in the receipt after a blank that does not break": _receipt_with("Salt:.*", f"Salt:\u00a0{'07' * 32}"),
    "a salt in the receipt in capitals": _receipt_with("Salt:.*", f"Salt: {'AB' * 32}"),
    "a salt in the receipt of two words": _receipt_with("Salt:.*", f"Salt: {SALT.hex()} {'07' * 32}"),
    "a reference in the receipt with a blank after it": _receipt_with("Reference:.*", "Reference: EX-SA-2027/NGO/9 "),
    "a reference in the receipt behind a blank": _receipt_with("Reference:.*", "  Reference: EX-SA-2027/NGO/9"),
    "two salts in the receipt": lambda given: (*given[:3], _receipt() + f"Salt: {SALT.hex()}\n".encode()),
    "two lines of the receipt that other lines part": _receipt_with("Salt:", "Salt: 00\u2028Salt:"),
    "a receipt in Latin-1": lambda given: (*given[:3], _receipt() + b"\xe9"),
    "a personal part with another commitment": _inner(commitment="0" * 64),
    "a personal part with another id": _inner(id="ef" * 16),
    "a personal part with another instant": _inner(received_at="2027-01-01T12:00:00.000000Z"),
    "a personal part with a place that there is not": _inner(**{"points.0.disposition": "x"}),
    "a personal part without a reference": _inner(code=""),
    "a personal part with a number for a reference": _inner(code=5),
    "a personal part with half a hash": _inner(attachments=[{"name": "a", "sha256": "00", "size": 1}]),
    "a personal part with a hash of nothing": _inner(attachments=[{"name": "a", "sha256": None, "size": 1}]),
    "a personal part with attachments that are texts": _inner(attachments=["x"]),
    "a personal part with attachments that are numbers": _inner(attachments=[5]),
    "a personal part whose attachments have no hash": _inner(attachments=[{}]),
    "attachments that are none in the older form": lambda given: _older(given, {"attachments": None}),
    "attachments that are a text in the older form": lambda given: _older(given, {"attachments": "x"}),
    "attachments without a hash in the older form": lambda given: _older(given, {"attachments": [{}]}),
    "no reference in the older form": lambda given: _older(given, {"code": ""}),
    "a reference that goes up in the older form": lambda given: _older(given, {"code": "../x"}),
    "a day that no month has": _dated("2027-02-30T12:00:00.000000Z"),
    "a month that no year has": _dated("2027-13-01T12:00:00.000000Z"),
    "an hour that no day has": _dated("2027-02-01T25:00:00.000000Z"),
    "a year that no calendar has": _dated("0000-00-00T00:00:00.000000Z"),
    "a kind with a sign that nobody sees": _made(kind="input.InputReceived\u200b"),
    "a kind in small letters": _made(kind="input.inputreceived"),
    "a kind of the same family": _made(kind="input.InputTightened"),
    "a commitment in capitals": _made(known={"commitment": _commitment(2, ()).upper()}),
    "a commitment that is nothing": _made(known={"commitment": None}),
    "a salt that is a number": _made(known={"salt": 5}),
    "the root of another proof": lambda given: (given[0], _head(Forge(size=8).proof()), *given[2:]),
    "the path of another proof": lambda given: ({**given[0], "path": Forge(size=8).proof()["path"]}, *given[1:]),
    "a path turned round": lambda given: ({**given[0], "path": given[0]["path"][::-1]}, *given[1:]),
    "a path with a step twice": lambda given: ({**given[0], "path": given[0]["path"] * 2}, *given[1:]),
    "a path in capitals": lambda given: ({**given[0], "path": [s.upper() for s in given[0]["path"]]}, *given[1:]),
    "a path in a path": lambda given: ({**given[0], "path": [given[0]["path"]]}, *given[1:]),
    "a root that ends in another digit": lambda given: (given[0], given[1][:-1] + "\u0661", *given[2:]),
    "a size below nothing": lambda given: ({**given[0], "size": -5}, "-" + given[1], *given[2:]),
    "the hashes of file and attachments as the file": _joined_hashes,
    "one attachment of two": lambda given: _two_attachments(given, [FILE, ANNEX]),
    "an attachment twice": lambda given: _two_attachments(given, [FILE, ANNEX, ANNEX]),
    "an attachment in the place of the file": lambda given: _two_attachments(given, [ANNEX, FILE, PLAN]),
    "an attachment of nothing more": lambda given: _two_attachments(given, [FILE, ANNEX, PLAN, b""]),
    "an empty root": _bare,
    "an empty root in the head alone": lambda given: (given[0], f"{given[0]['size']}:", *given[2:]),
    "a root that is called None": lambda given: ({**given[0], "root": "None", "path": []}, "5:None", *given[2:]),
    "a size off by one": _with(size=6),
    "a size off by one in the head": _headed("5:", "4:"),
    "a size of nothing": _headed("5:", "0:"),
    "a size with a nought before it": _headed("5:", "05:"),
    "a size in other digits": _headed("5:", "٥:"),
    "a size with a sign": _headed("5:", "+5:"),
    "a head with a line after it": lambda given: (given[0], given[1] + "\n", *given[2:]),
    "a root in capitals": lambda given: (given[0], given[1].upper(), *given[2:]),
    "an index that is true": _with(index=True),
    "an index that is no whole number": _with(index=2.0),
    "an index below nothing": _with(index=-3),
    "another index": _with(index=3),
    "any code": _with(code="EX-SA-2027/NGO/999"),
    "no code": _with(code=""),
    "another format": _with(format="evalflow-proof/3"),
    "the older format": _with(format="evalflow-proof/1"),
    "a field more": _with(note="holds"),
    "no path": _with(path=[]),
    "a path that is a text": _with(path="00" * 32),
    "the commitment in another text": _elsewhere,
    "another kind": _made(kind="dialogue.SourceAdded"),
    "a kind that begins alike": _made(kind="input.InputReceivedLate"),
    "another number": _made(seq=4),
    "another input's id": _made(known={"id": "ef" * 16}),
    "an instant that is not the entry's": _made(known={"received_at": "2027-01-01T12:00:00.000000Z"}),
    "a reference that moves the cursor": _made(known={"code": "EX\x1b[2K"}),
    "a commitment to something else": _made(known={"commitment": "00" * 32}),
    "a commitment of two lines": _made(known={"commitment": _commitment(2, ()) + "\n"}),
    "a salt too short": _made(known={"salt": SALT.hex()[:-2]}),
    "an attachment more than in the receipt": _made(attachments=(ANNEX,)),
    "an attachment that the receipt does not bind": _made(
        known={"attachments": [{"name": "a", "sha256": _sha256(ANNEX).hex(), "size": 8}]}
    ),
    "an attachment left out": lambda given: (*given[:2], [FILE, ANNEX], given[3]),
    "a file changed": lambda given: (*given[:2], [FILE.strip()], given[3]),
    "no file at all": lambda given: (*given[:2], [b""], given[3]),
    "another reference in the receipt": lambda given: (*given[:3], _receipt(reference="EX-SA-2027/NGO/002")),
    "another salt in the receipt": lambda given: (*given[:3], _receipt().replace(b"01", b"11", 1)),
    "another commitment in the receipt": lambda given: (*given[:3], _receipt(commitment="00" * 32)),
    "two references in the receipt": lambda given: (*given[:3], _receipt() + f"Reference:   {REFERENCE}\n".encode()),
    "a receipt that is none": lambda given: (*given[:3], FILE),
    "no personal part of one that says more": lambda given: (
        {name: value for name, value in given[0].items() if name != "personal"},
        *given[1:],
    ),
    "a personal part of another": _with(personal={"nonce": "03" * 32, "payload": '{"input.code":"A"}'}, code="A"),
    "a personal part with more beside it": _with(personal={"nonce": "", "payload": "{}", "more": 1}),
    **{f"a file cut by {n}, the rest in the salt": _cut(n, whole=False) for n in (1, 7, len(FILE))},
    **{f"a file cut by {n}, the rest in the entry's salt": _cut(n, whole=True) for n in (1, 7, len(FILE))},
    **{f"a payload beheaded by {n}": _beheaded(n) for n in (1, 2, 40)},
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_does_not_hold(name: str) -> None:
    proof = Forge().proof()
    true: Given = (proof, _head(proof), [FILE], _receipt())
    assert _holds(*true)
    forged = FORGERIES[name](true)
    assert not _holds(*forged)
    assert "receipt" in name or not _holds(*forged[:3], None)


def _places(plain: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    return [at, *(place for key, value in inner for place in _places(value, (*at, key)))]


def _put(plain: Any, at: tuple[Any, ...], change: Callable[[Any], Any]) -> Any:
    if not at:
        return change(plain)
    copy = dict(plain) if isinstance(plain, dict) else list(plain)
    copy[at[0]] = _put(plain[at[0]], at[1:], change)
    return copy


ANYTHING = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.binary(min_size=31, max_size=33).map(bytes.hex)
)


def _altered(value: Any, data: st.DataObject) -> Any:
    """Return a value a little off, or anything else."""
    ways: list[Any] = [data.draw(ANYTHING), None, [value], {"": value}]
    if isinstance(value, str) and value:
        n = data.draw(st.integers(0, len(value) - 1))
        ways += [value[:n], value[n:], value[:n] + "0" + value[n + 1 :], value[:n] + value[n] * 2 + value[n + 1 :]]
        ways += [value.upper(), f" {value}", f"{value}\n", value[::-1]]
    if type(value) is int:
        ways += [value + 1, value - 1, -value, float(value), str(value), bool(value), value + 2**64]
    if isinstance(value, list):
        ways += [value[:-1], value[1:], [*value, *value[:1]], value[::-1], tuple(value)]
    if isinstance(value, dict):
        ways += [{**value, "more": 1}, *({k: v for k, v in value.items() if k != gone} for gone in value)]
    return data.draw(st.sampled_from(ways))


PROOFS = [forge.proof() for forge in (Forge(), Forge(1, 1), Forge(attachments=(ANNEX,)), Forge(personal=False))]


@settings(max_examples=240)
@given(st.sampled_from(PROOFS), st.data())
def test_whatever_is_altered_in_a_proof_it_holds_no_more(proof: dict[str, Any], data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(_places(proof)))
    forged = _put(proof, place, lambda value: _altered(value, data))
    assume(json.dumps(forged) != json.dumps(proof))
    assert not _holds(forged, _head(proof), [], None)


@settings(max_examples=60)
@given(st.sampled_from(PROOFS[:3]), st.data())
def test_a_content_that_is_entered_anew_needs_the_head_anew(proof: dict[str, Any], data: st.DataObject) -> None:
    payload = json.loads(proof["payload"])
    forged = _put(payload, data.draw(st.sampled_from(_places(payload))), lambda value: _altered(value, data))
    try:
        text = _canonical(forged)
        header = json.loads(proof["header"]) | {
            "commitment": _sha256(CHECK["DOMAIN"][int(proof["format"][-1])], NONCE, text.encode()).hex()
        }
    except (TypeError, ValueError):  # a content that no JSON can hold
        return
    assume(text != proof["payload"])
    assert not _holds({**proof, "payload": text, "header": _canonical(header)}, _head(proof), [], None)


@settings(max_examples=60)
@given(
    st.text(max_size=80)
    | st.integers(0, 300).flatmap(lambda n: st.sampled_from([f"{n}:", f"{n}:None", f"{n}:{'0' * 64}"]))
)
def test_no_head_that_can_be_typed_stands_for_a_failure(head: str) -> None:
    paths: list[list[str]] = [PROOFS[0]["path"], [], PROOFS[0]["path"][:-1]]
    for path in paths:
        size, _, root = head.partition(":")
        forged = {**PROOFS[0], "path": path, "root": root, "size": int(size) if size.isdecimal() else 0}
        assert head == _head(PROOFS[0]) or not _holds(forged, head, [], None)


VECTORS = json.loads((Path(__file__).parent / "vectors" / "rfc6962_inclusion.json").read_text())["vectors"]
# The leaves and roots of certificate-transparency's own tests (merkle_tree_test.cc), in hex; the root of n leaves.
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def _is_under(name: str, index: int, size: int, root: str, leaf: str, path: list[str]) -> bool:
    found = CHECK["root_from"](bytes.fromhex(leaf), index, size, [bytes.fromhex(step) for step in path])
    return found is not None and found.hex() == root


def test_the_vectors_of_a_public_suite_are_judged_as_it_judges_them() -> None:
    assert {name: _is_under(name, *given) for name, *given, _ in VECTORS} == {one[0]: one[-1] for one in VECTORS}
    assert (len(VECTORS), sum(one[-1] for one in VECTORS)) == (98, 6)


def test_the_trees_of_a_public_suite_have_the_same_roots_and_paths() -> None:
    texts = [bytes.fromhex(leaf).decode() for leaf in LEAVES]
    for size, root in enumerate(ROOTS):
        leaves = [merkle.leaf(text) for text in texts[:size]]
        assert merkle.root(leaves).hex() == root
        for index, leaf in enumerate(leaves):
            path = [step.hex() for step in merkle.path(leaves, index)]
            assert _is_under("", index, size, root, leaf.hex(), path)
            assert merkle.holds(merkle.Proof(texts[index], index, size, tuple(path), root))


def test_every_entry_of_every_small_tree_is_found_and_no_other() -> None:
    root_from = CHECK["root_from"]
    for size in range(1, 18):
        leaves = [merkle.leaf(str(n)) for n in range(size)]
        for index in range(size):
            path = merkle.path(leaves, index)
            found = [n for n in range(-1, size + 2) if root_from(leaves[index], n, size, path) == merkle.root(leaves)]
            assert found == [index]
            assert root_from(leaves[index], index, size, [*path, leaves[0]]) != merkle.root(leaves)
            assert path == [] or root_from(leaves[index], index, size, path[:-1]) != merkle.root(leaves)


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
