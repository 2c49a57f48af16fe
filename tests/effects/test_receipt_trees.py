"""The tree as the printed program computes it: the vectors of a public suite, and every small tree."""

import json
from pathlib import Path

from evalflow.store.journal import merkle
from tests.effects.test_check_receipt import CHECK

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
