"""Does a rule hold together? Every fault at once, each with a caret."""

import pytest

from evalflow.engine.rules import Bool, Date, Declared, Int, ListType, Period, Simple, Span, Text, check, parse
from evalflow.errors import InvalidDefinition

DECLARED = {
    fact.name: fact
    for fact in (
        Declared(
            "sessions", ListType({"status": Text, "held_on": Date, "rank": Int, "open": Bool}), "Sessions", "record"
        ),
        Declared("objectives.public", Bool, "Objectives are public", "objective"),
        Declared("inputs.open", Int, "Points without a disposition", "input dispose"),
        Declared("dialogue.name", Text, "Name", "dialogue"),
        Declared("adopted.on", Date, "Adopted on", "report adopt"),
    )
}
PARAMS: dict[str, Simple | bool | int | str | Period] = {
    "within": Period(days=90),
    "sessions": 2,
    "status": "held",
    "strict": True,
    "later": Span,
}


def faults(rule: str) -> list[str]:
    """Return each fault as its column, what its caret marks, and its sentence."""
    with pytest.raises(InvalidDefinition) as refused:
        check(parse(rule), DECLARED, PARAMS)
    found = []
    for problem in refused.value.problems:
        sentence, line, marks = problem.what.split("\n")
        found.append(f"{problem.where}: {line[marks.index('^') : len(marks)]}: {sentence}")
    return found


@pytest.mark.parametrize(
    "rule",
    [
        "objectives.public",
        "!objectives.public && inputs.open == 0 || params.strict",
        "inputs.open * 3 >= size(sessions) - params.sessions",
        "dialogue.name in ['a', 'b'] || inputs.open in [1, -2]",
        "dialogue.name == params.status && objectives.public != (inputs.open < 3)",
        "adopted.on + params.within < today - params.later",
        "adopted.on == date('1997-08') || today - period('P3M') >= adopted.on",
        "known(sessions) && known(adopted.on) && sessions.all(s, known(s.rank))",
        "sessions.filter(s, s.open).filter(t, t.rank > 1).exists(s, s.held_on > today && s.status == 'held')",
        "sessions.exists(s, sessions.exists(t, t.rank > s.rank && t.open == s.open))",
    ],
)
def test_a_rule_that_holds_together_is_accepted(rule: str) -> None:
    assert [check(parse(rule), DECLARED, PARAMS)] == [None]  # type: ignore[func-returns-value]  # it returns


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (
            "objective.public",
            "column 1: objective.public: There is no fact `objective.public`. Did you mean `objectives.public`?",
        ),
        (
            "zzz",
            "column 1: zzz: There is no fact `zzz`. "
            "Known: adopted.on, dialogue.name, inputs.open, objectives.public, sessions.",
        ),
        ("params.session == 2", "column 1: params.session: There is no parameter `session`. Did you mean `sessions`?"),
        (
            "sessions.exists(s, s.held == today)",
            "column 20: s.held: There is no field `held`. Did you mean `held_on`?",
        ),
        ("sessions", "column 1: sessions: This is a list; here belongs yes or no."),
        ("inputs.open", "column 1: inputs.open: This is an integer; here belongs yes or no."),
        ("adopted.on", "column 1: adopted.on: This is a date; here belongs yes or no."),
        ("!1", "column 2: 1: This is an integer; here belongs yes or no."),
        ("true && 'a'", "column 9: 'a': This is a text; here belongs yes or no."),
        ("inputs.open == 'a'", "column 16: 'a': This is a text; here belongs an integer."),
        ("dialogue.name < 'b'", "column 1: dialogue.name: This is a text; here belongs an integer or a date."),
        ("true < false", "column 1: true: This is yes or no; here belongs an integer or a date."),
        (
            "params.within == params.later",
            "column 1: params.within: This is a period; here belongs yes or no or an integer or a text or a date.",
        ),
        (
            "sessions == sessions",
            "column 1: sessions: This is a list; here belongs yes or no or an integer or a text or a date.",
        ),
        ("today in [1]", "column 1: today: This is a date; here belongs an integer or a text."),
        ("inputs.open in [1, 'b']", "column 20: 'b': This is a text; here belongs an integer."),
        ("today + 1 > today", "column 9: 1: This is an integer; here belongs a period."),
        ("1 + today == 2", "column 5: today: This is a date; here belongs an integer."),
        ("today * params.later > today", "column 1: today: This is a date; here belongs an integer."),
        ("today - adopted.on > today", "column 9: adopted.on: This is a date; here belongs a period."),
        ("'a' + 'b' == 'ab'", "column 1: 'a': This is a text; here belongs an integer or a date."),
        ("size(today) == 1", "column 6: today: This is a date; here belongs a list."),
        ("inputs.open.exists(x, true)", "column 1: inputs.open: This is an integer; here belongs a list."),
        ("sessions.exists(s, s.rank)", "column 20: s.rank: This is an integer; here belongs yes or no."),
        (
            "sessions.filter(s, s.open)",
            "column 1: sessions.filter(s, s.open): This is a list; here belongs yes or no.",
        ),
        (
            "sessions.exists(inputs, inputs.open)",
            "column 1: sessions.exists(inputs, inputs.open): "
            "`inputs` is the beginning of a fact's name. Give the entry another name.",
        ),
        (
            "known(objectives)",
            "column 7: objectives: There is no fact `objectives`. Did you mean `objectives.public`?",
        ),
    ],
)
def test_a_fault_is_shown_where_it_is(rule: str, fault: str) -> None:
    assert faults(rule) == [fault]


def test_every_fault_is_told_once_and_a_fault_within_hides_no_other() -> None:
    assert faults("sesions.exists(s, s.any > 1 + 'a') || size(today) + params.x > zz + 1 && !3") == [
        "column 1: sesions: There is no fact `sesions`. Did you mean `sessions`?",
        "column 31: 'a': This is a text; here belongs an integer.",
        "column 44: today: This is a date; here belongs a list.",
        "column 53: params.x: There is no parameter `x`. Known: later, sessions, status, strict, within.",
        "column 64: zz: There is no fact `zz`. "
        "Known: adopted.on, dialogue.name, inputs.open, objectives.public, sessions.",
        "column 75: 3: This is an integer; here belongs yes or no.",
    ]


def test_the_code_is_that_of_the_first_fault() -> None:
    with pytest.raises(InvalidDefinition) as refused:
        check(parse("inputs.open == 'a' && nothing"), DECLARED, {})
    assert refused.value.code == "rule-wrong-type"
    assert [problem.where for problem in refused.value.problems] == ["column 16", "column 23"]


def test_where_nothing_is_declared_the_error_says_so() -> None:
    with pytest.raises(InvalidDefinition) as refused:
        check(parse("params.x == 1"), {}, {})
    assert refused.value.problems[0].what.split("\n")[0] == "There is no parameter `x`. None is declared."
