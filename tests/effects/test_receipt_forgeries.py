"""Forged proofs and receipts: the program that the report prints says of none that it holds."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.effects.test_check_receipt import (
    ANNEX,
    AT,
    CHECK,
    FILE,
    NONCE,
    OTHER_NONCE,
    PLAN,
    PROOFS,
    REFERENCE,
    SALT,
    Forge,
    _canonical,
    _commitment,
    _head,
    _holds,
    _receipt,
    _sha256,
    _under_a_head,
)

Given = tuple[dict[str, Any], str, list[bytes], bytes | None]


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
