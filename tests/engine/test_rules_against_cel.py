"""On rules without unknowns, the subset means what Google's CEL means by it."""

import importlib.util

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalflow.engine.rules import Fact, Item, Listing, judge, parse
from tests.engine.rules_at_random import SMALL, WORDS, rules
from tests.engine.test_rules_soundness import TODAY

if importlib.util.find_spec("cel_expr_python") is None:
    pytest.skip("cel-expr-python has no wheel for this machine", allow_module_level=True)

from cel_expr_python import cel

_ENTRIES = cel.Type.List(cel.Type.Map(cel.Type.STRING, cel.Type.DYN))
_CEL = cel.NewEnv(
    variables={
        "i": cel.Type.INT,
        "j": cel.Type.INT,
        "t.w": cel.Type.STRING,
        "t.b": cel.Type.BOOL,
        "xs": _ENTRIES,
        "ys": _ENTRIES,
    }
)
ENTRIES = st.lists(st.fixed_dictionaries({"n": SMALL, "w": WORDS, "b": st.booleans()}), max_size=3)
RECORDS = st.fixed_dictionaries(
    {"i": SMALL, "j": SMALL, "t.w": WORDS, "t.b": st.booleans(), "xs": ENTRIES, "ys": ENTRIES}
)


def as_fact(value: object) -> Fact:
    if isinstance(value, list):
        return Fact(Listing(tuple(Item("entry", fields) for fields in value)))
    assert isinstance(value, bool | int | str)
    return Fact(value)


@settings(max_examples=500)
@given(text=rules(dates=False), record=RECORDS)
def test_a_rule_without_unknowns_means_what_it_means_in_cel(text: str, record: dict[str, object]) -> None:
    assert_agreement(text, record)


def assert_agreement(text: str, record: dict[str, object]) -> None:
    facts = {name: as_fact(value) for name, value in record.items()}
    ours = judge(parse(text), facts, {}, TODAY).truth
    theirs = _CEL.compile(text).eval(data=record).value()
    assert ours == {True: "true", False: "false"}[theirs]


@pytest.mark.parametrize(
    "text",
    [
        "i + 2 * 3 - 4 == j - -6",
        "1 - 2 - 3 == -4",
        "i < 2 && j != 3 || !t.b",
        "!t.b == false",
        r"""'it\'s' == "it's" && "a\"b" != 'a\\b'""",
        "9223372036854775807 > -9223372036854775808",
        "xs.filter(x, x.n > 0).filter(y, y.b).all(z, z.n * 2 >= 2)",
        "size(xs.filter(x, ys.exists(y, y.n == x.n))) in [0, 1]",
    ],
)
def test_what_is_written_by_hand_means_the_same_too(text: str) -> None:
    xs = [{"n": 1, "w": "a", "b": True}, {"n": 2, "w": "b", "b": False}]
    assert_agreement(text, {"i": 1, "j": -1, "t.w": "a", "t.b": True, "xs": xs, "ys": xs[:1]})
