"""On rules without unknowns, the subset means what Google's CEL means by it."""

import importlib.util
from random import Random  # noqa: TID251 - dice with a seed: the same in every run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalflow.engine.rules import Fact, FactItem, Listing, judge, parse
from tests.engine.rules.rules_at_random import SMALL, WORDS, rules, written
from tests.engine.rules.test_unknowns import TODAY

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
        return Fact(Listing(tuple(FactItem("entry", fields) for fields in value)))
    assert isinstance(value, bool | int | str)
    return Fact(value)


def test_twenty_thousand_rules_without_unknowns_mean_what_they_mean_in_cel() -> None:
    dice = Random(1182)  # noqa: S311 - dice for a test, the same in every run
    compared: set[str] = set()
    while len(compared) < 20_000:
        text = written(dice.choice, dates=False)
        if text not in compared:
            assert_agreement(text, recorded(dice))
            compared.add(text)


def recorded(dice: Random) -> dict[str, object]:
    def entries() -> list[dict[str, object]]:
        return [{"n": number(), "w": dice.choice("abc"), "b": dice.random() < 0.5} for _ in range(dice.randrange(4))]

    def number() -> int:
        return dice.randint(-3, 3)

    words = {"t.w": dice.choice("abc"), "t.b": dice.random() < 0.5}
    return {"i": number(), "j": number(), **words, "xs": entries(), "ys": entries()}


@settings(max_examples=500)
@given(text=rules(dates=False), record=RECORDS)
def test_what_disagrees_would_be_shrunk_to_its_smallest(text: str, record: dict[str, object]) -> None:
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
