"""Whatever bytes come in: a definition, or a refusal that says where; nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalflow.errors import InvalidInput
from tests.definitions.shipped import WORKFLOWS
from tests.definitions.test_bad_files import BAD, READERS

SEEDS = {
    "workflow": (BAD / "workflow" / "unknown-steps.yaml").read_bytes(),
    "criteria": (WORKFLOWS / "criteria" / "suspension.yaml").read_bytes(),
    "registry": (BAD / "registry" / "a-code-twice.yaml").read_bytes(),
}
SNIPPETS = [
    *(b"\n", b"  ", b"\t", b": ", b"- ", b"? ", b"[", b"]", b"{", b"}", b",", b"#", b"'", b'"', b"|", b">-", b"\\"),
    *(b"&a ", b"*a", b"!!int ", b"!%ff ", b"<<: ", b"---\n", b"...\n", b"%YAML 1.1\n", b"%TAG ! x\n"),
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b'"\\U99999999"', b'"\\ud800"'),
    *(b"end", b"params.", b"P9W", b"true", b"0", b"9" * 30, b"(", b"&&", b"today"),
    *(b"next: end\n", b"steps:\n", b"rule: ", b"requires: "),
]


@st.composite
def mutated(draw: st.DrawFn, seed: bytes) -> bytes:
    raw = seed
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw)))
        until = min(len(raw), at + draw(st.sampled_from([0, 0, 1, 2, 5, 40, 400])))
        raw = raw[:at] + draw(st.sampled_from(SNIPPETS) | st.binary(max_size=3)) + raw[until:]
    return raw


def refusal(kind: str, raw: bytes) -> InvalidInput | None:
    """Return why the file is refused, or None when it was read."""
    try:
        READERS[kind][0](raw, "x.yaml")
    except InvalidInput as refused:
        return refused
    return None


def holds(kind: str, refused: InvalidInput) -> bool:
    """Return whether the refusal is of its kind and says what is wrong, and where."""
    kinds = type(refused) is READERS[kind][1] and refused.code in ("bad-yaml", f"bad-{kind}")
    told = all(problem.where.startswith("x.yaml:") and problem.what for problem in refused.problems)
    return kinds and told and bool(refused.problems)


@pytest.mark.parametrize("kind", SEEDS)
@settings(deadline=None)
@given(raw=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_make_anything_but_a_refusal_in_a_place(kind: str, raw: bytes) -> None:
    refused = refusal(kind, raw)
    assert refused
    assert holds(kind, refused)


@pytest.mark.parametrize("kind", SEEDS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(data=st.data())
def test_a_file_that_was_tampered_with_is_read_or_refused_in_a_place(kind: str, data: st.DataObject) -> None:
    refused = refusal(kind, data.draw(mutated(SEEDS[kind])))
    assert refused is None or holds(kind, refused)
