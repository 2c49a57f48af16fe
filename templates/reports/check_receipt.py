"""Check that an input is recorded under a printed head. It needs Python 3 and nothing else.

python3 check_receipt.py PROOF.json SIZE:ROOT [FILE [ATTACHMENT ...]] [--receipt RECEIPT.txt]
"""

import argparse
import datetime
import hashlib
import json
import re
import sys

KIND = "input.InputReceived"
HEAD = re.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})")
HASH = re.compile("[0-9a-f]{64}")
REFERENCE = re.compile("[A-Za-z0-9][A-Za-z0-9/_.-]{0,79}")
INSTANT = re.compile("[0-9]{4}(-[0-9]{2}){2}T([0-9]{2}:){2}[0-9]{2}[.][0-9]{6}Z")
VALUE = re.compile("(Code|Reference|Salt|Commitment):[ \t]+([^ \t]+)")
BEGINS = re.compile("[^a-z0-9]*(code|reference|salt|commitment)[^a-z0-9]*:", re.IGNORECASE)
PROOF = {"format", "code", "header", "index", "size", "root", "path", "nonce", "payload", "receipt"}
HEADER = {"v", "seq", "at", "kind", "subject", "by", "commitment"}
VERSIONS = {"evalflow-proof/1": 1, "evalflow-proof/2": 2}
PERSONAL = {"input.code", "input.salt", "input.attachments"}
DOMAIN = {1: b"evalflow/commit/v1", 2: b"evalflow/open/v2"}


class Unfit(Exception):
    """What was given is not in the one form that is checked."""


def need(fits, otherwise):
    if not fits:
        raise Unfit(otherwise)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def hashed(text, what):
    """The 32 bytes that 64 hexadecimal digits say."""
    need(isinstance(text, str) and HASH.fullmatch(text), f"{what} is not 64 digits from 0 to f")
    return bytes.fromhex(text)


def once(pairs):
    need(len(dict(pairs)) == len(pairs), "a field is given twice")
    return dict(pairs)


def canonical(text, what):
    """The fields in a JSON text that is written in its one form."""
    need(isinstance(text, str), f"{what} is no text")
    fields = json.loads(text, object_pairs_hook=once)
    form = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    need(isinstance(fields, dict) and form == text, f"{what} is not written in its one form")
    return fields


def root_from(leaf, index, size, path):
    """The root of a tree of `size` leaves with `leaf` at `index` (RFC 9162, 2.1.3.2), or None."""
    if not 0 <= index < size or {len(part) for part in (leaf, *path)} != {32}:
        return None
    node, here, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            return None
        if here % 2 or here == last:
            node = sha256(b"\x01", sibling, node)
            while here and here % 2 == 0:
                here, last = here // 2, last // 2
        else:
            node = sha256(b"\x01", node, sibling)
        here, last = here // 2, last // 2
    return node if last == 0 else None


def header_of(proof, version):
    """The fields of the entry's header, which are those of an input received."""
    header = canonical(proof["header"], "the header")
    need(header.keys() == HEADER | ({"personal"} if version == 2 else set()), "the header has other fields")
    need(type(header["v"]) is int and header["v"] == version, "the header has another version")
    need(header["kind"] == KIND, f"the entry is of another kind than {KIND}")
    need(type(header["seq"]) is int and header["seq"] == proof["index"] + 1, "the entry has another number")
    need(isinstance(header["at"], str) and INSTANT.fullmatch(header["at"]), "the entry has no instant")
    datetime.datetime.fromisoformat(header["at"][:-1])  # which refuses what no calendar has
    return header


def entry_of(proof, head):
    """The header, the input as recorded, and whether head and entry commit to them."""
    printed = HEAD.fullmatch(head)
    need(printed, "the head is not SIZE:ROOT as the report prints it")
    need(isinstance(proof, dict) and isinstance(proof.get("format"), str), "it has no format")
    version = VERSIONS.get(proof["format"])
    more = {"personal"} if version == 2 and "personal" in proof else set()
    need(version and proof.keys() - {"example_notice"} == PROOF | more, "it has an unknown format or other fields")
    need(type(proof["index"]) is int and type(proof["size"]) is int, "its index or size is no number")
    need((proof["size"], proof["root"]) == (int(printed[1]), printed[2]), "it was made for another head")
    need(isinstance(proof["path"], list), "its path is no list")
    path = [hashed(step, "a step of its path") for step in proof["path"]]
    header = header_of(proof, version)
    root = root_from(sha256(b"\x00", proof["header"].encode()), proof["index"], proof["size"], path)
    known = canonical(proof["payload"], "the content").get("input")
    need(isinstance(known, dict), "the content is no input")
    commits = binds(DOMAIN[version], proof, header["commitment"])
    if more:
        personal = proof["personal"]
        need(isinstance(personal, dict) and personal.keys() == {"nonce", "payload"}, "its personal part has no form")
        inner = canonical(personal["payload"], "the personal part")
        commits = binds(b"evalflow/personal/v2", personal, header["personal"]) and commits
        need(all(is_blank(known, place) for place in inner), "the personal part fills what is not blank")
        known.update({name[6:]: inner[name] for name in PERSONAL & inner.keys()})
    elif version == 2:
        known["attachments"] = None  # blank in this proof, whether there are some or not
    return header, known, root is not None and root == bytes.fromhex(printed[2]), commits


def is_blank(known, place):
    """Whether the open part leaves a blank at a place of the personal part."""
    at = {"input": known}
    for key in place.split("."):
        at = at[int(key)] if isinstance(at, list) else at[key]
    return at in ("", [])


def binds(domain, part, commitment):
    made = sha256(domain, hashed(part["nonce"], "a nonce"), part["payload"].encode())
    return made == hashed(commitment, "a commitment of the header")


def fit(proof, header, known):
    """Need the fields of an input in the entry, and the same in header and proof."""
    need(known.get("id") == header["subject"] and known.get("received_at") == header["at"], "it is for another entry")
    need(isinstance(known.get("code"), str) and known["code"] == proof["code"], "it names another reference")
    named = header["v"] == 1 or "personal" in proof
    need(REFERENCE.fullmatch(known["code"]) if named else not known["code"], "its reference is none")
    hashed(known.get("commitment"), "the commitment of the input")
    same = {"salt": known.get("salt"), "commitment": known["commitment"]}
    need(proof["receipt"] == same, "it gives another salt or commitment than the entry")
    if named:
        need(isinstance(known.get("attachments"), list), "its attachments are no list")
        for one in known["attachments"]:
            hashed(one["sha256"], "the hash of an attachment")


def receipt_of(text):
    """What a receipt says of the input; nothing where it holds the receipt code alone."""
    need(re.search("^(Code|Receipt code|Reference): ", text, re.MULTILINE), "the receipt is none")
    lines = [line.strip() for line in text.splitlines()]
    found = [VALUE.fullmatch(line) for line in lines if BEGINS.match(line)]
    need(all(found), "a value in the receipt is not written as evalflow writes it")
    found = [one.groups() for one in found]
    return once([({"Code": "code", "Reference": "code"}.get(name, name.lower()), value) for name, value in found])


def commits_to(known, version, salt, file, attachments):
    """Whether the commitment is for the file and its attachments, and whether it binds these."""
    given, listed = [sha256(content) for content in attachments], known["attachments"]
    bound = given if listed is None else [bytes.fromhex(one["sha256"]) for one in listed]
    if given and sorted(given) != sorted(bound):
        return False, False
    alone = sha256(b"evalflow/input/v1", salt, file)  # in entries of version 1, with attachments too
    made = sha256(b"evalflow/input/v2", salt, sha256(file), *bound) if bound else alone
    commitment = hashed(known["commitment"], "the commitment")
    return commitment == made or (commitment == alone and version == 1), commitment == made


def checks(proof, head, files, receipt):
    """Return what is checked and whether it holds, and what else there is to say."""
    header, known, recorded, commits = entry_of(proof, head)
    fit(proof, header, known)
    said = {} if receipt is None else receipt_of(receipt)
    results = [
        ("the entry is recorded under the printed head", recorded),
        ("the entry commits to this content", commits),
        ("the content is an input that was received", True),
    ]
    notes = [f"Reference: {known['code'] or 'not in this proof'}", f"Received: {header['at']} (UTC)"]
    notes += [f"Entry: {header['seq']} of {proof['size']}"]
    if said:
        compared = [name for name in said if known[name]]
        need(compared, "nothing in the receipt can be compared with it")
        results.append(("the receipt is for this entry", all(said[name] == known[name] for name in compared)))
    elif receipt is not None:
        notes.append("Note: the receipt holds the receipt code alone. Nothing in it could be compared.")
    if files:
        salt = hashed(said.get("salt") or known["salt"], "the salt, which the receipt or the proof has to give,")
        same, binding = commits_to(known, header["v"], salt, files[0], files[1:])
        results.append(("the input is this file", same))
        if same and not binding:
            notes.append("Note: this older receipt does not bind the attachments. The entry does.")
        if "salt" not in said:
            notes.append("Note: the salt comes from the proof, not from a receipt.")
    if known["attachments"] and not files[1:]:
        notes.append(f"Note: attachments recorded: {len(known['attachments'])}. Give them after FILE to compare them.")
    return results, notes


def answer(proof, head, files=(), receipt=None):
    """Return the results and notes for the bytes of a proof, a head, and the bytes of files and receipt."""
    try:
        text = None if receipt is None else receipt.decode("utf-8-sig").replace("\r\n", "\n")
        return checks(json.loads(proof.decode(), object_pairs_hook=once), head, files, text)
    except Unfit as unfit:
        return [(f"the proof cannot be read: {unfit}", False)], []
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as problem:
        return [(f"the proof cannot be read ({type(problem).__name__})", False)], []


def read(name):
    with open(name, "rb") as opened:
        return opened.read()


def main():
    usage = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    usage.add_argument("proof", metavar="PROOF.json")
    usage.add_argument("head", metavar="SIZE:ROOT", help="as the report prints it")
    usage.add_argument("files", metavar="FILE", nargs="*", help="the file as submitted, then its attachments")
    usage.add_argument("--receipt", metavar="RECEIPT.txt", help="the receipt, whose salt is used")
    sys.stdout.reconfigure(errors="backslashreplace")  # a file may have any name
    given = usage.parse_intermixed_args()  # --receipt may stand before, between and after the files
    try:
        proof, *files = (read(name) for name in [given.proof, *given.files])
        results, notes = answer(proof, given.head, files, given.receipt and read(given.receipt))
    except OSError as missing:
        results, notes = [(f"{missing.filename} cannot be read: {missing.strerror}", False)], []
    for what, holds in results:
        print(f"{'holds' if holds else 'does not hold'}: {what}")
    if not all(holds for _, holds in results):
        return 1
    print("\n".join(notes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
