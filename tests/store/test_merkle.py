"""The hash tree, against RFC 6962's own definition and against every change of one hash."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.errors import NotFound
from evalflow.store.database.database import Store
from evalflow.store.journal import merkle


def by_definition(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 6962, section 2.1, defines it: by splitting."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + by_definition(leaves[:split]) + by_definition(leaves[split:])).digest()


def tree(size: int) -> list[bytes]:
    return [merkle.leaf(str(number)) for number in range(size)]


def proof(size: int, index: int) -> merkle.Proof:
    leaves = tree(size)
    path = tuple(beside.hex() for beside in merkle.path(leaves, index))
    return merkle.Proof(str(index), index, size, path, merkle.root(leaves).hex())


def test_a_leaf_and_an_empty_tree_hash_as_the_standard_says() -> None:
    assert merkle.leaf("").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.integers(0, 130))
def test_the_root_is_the_one_defined(size: int) -> None:
    assert merkle.root(tree(size)) == by_definition(tree(size))


@given(st.data(), st.integers(1, 130))
def test_a_proof_holds_and_fails_once_anything_in_it_is_changed(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    right = proof(size, index)
    assert merkle.holds(right)
    wrong = [replace(right, header="x"), replace(right, root="00" * 32), replace(right, path=(*right.path, "00" * 32))]
    wrong += [replace(right, index=size), replace(right, index=-1)]
    wrong += [replace(right, path=(*right.path[:n], "00" * 32, *right.path[n + 1 :])) for n in range(len(right.path))]
    wrong += [replace(right, path=right.path[1:])] if right.path else []
    wrong += [replace(right, size=4 * size)]  # two hashes more would lead to the root of that tree
    assert not any(map(merkle.holds, wrong))


def test_every_entry_of_a_journal_has_its_proof_under_every_later_head(filled: Store) -> None:
    with filled.reading() as reading:
        entries = list(reading.journal())
        for size in (1, 5, len(entries)):
            head = reading.head(size)
            for entry in entries[:size]:
                given_proof = reading.prove(entry.seq, size)
                assert (given_proof.header, given_proof.root) == (entry.header, head.root)
                assert merkle.holds(given_proof)
        assert reading.head() == reading.head(len(entries))


def test_a_proof_or_head_beyond_the_journal_is_refused(filled: Store) -> None:
    with filled.reading() as reading:
        size = reading.size()
        for seq, under in ((0, size), (size + 1, size), (3, 2)):
            with pytest.raises(NotFound, match="no entry"):
                reading.prove(seq, under)
        with pytest.raises(NotFound, match=r"^The journal has no \d+ entries, but \d+\.$"):
            reading.head(size + 1)
