"""The text of a rule: what can be read, and how an error points at what cannot."""

import pytest

from evalflow.engine.rules import PartialDate, Period, parse, references
from evalflow.engine.rules.syntax import ComparedTerms, Computed, Connected, Constant, Node, walk
from evalflow.errors import InvalidDefinition


def refusal(text: str) -> tuple[str, ...]:
    """Return the code, the sentence, the line and the marks under it."""
    with pytest.raises(InvalidDefinition) as refused:
        parse(text)
    heading, says, line, marks = str(refused.value).split("\n")
    assert heading == "This rule cannot be used:"
    return refused.value.code, says.removeprefix("  "), line.removeprefix("    "), marks.removeprefix("    ")


def constant(text: str) -> object:
    root = parse(text).root
    assert isinstance(root, Constant)
    return root.value


def bracketed(node: Node) -> str:
    """Return the rule with every bracket that the strengths of binding imply."""
    match node:
        case ComparedTerms() | Computed():
            return f"({bracketed(node.left)} {node.sign} {bracketed(node.right)})"
        case Connected():
            return f"({f' {node.sign} '.join(map(bracketed, node.clauses))})"
        case _:
            assert isinstance(node, Constant)
            return str(node.value).lower()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("-7", -7),
        ("- 7", -7),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("true", True),
        ("false", False),
        ("'held'", "held"),
        ('"held"', "held"),
        ("''", ""),
        (r"'it\'s a \\ \"quote\"'", 'it\'s a \\ "quote"'),
        ("'صديق && x'", "صديق && x"),
        ("date('1997-08')", PartialDate.parse("1997-08").days),
        ("date('1997-08-14')", PartialDate.parse("1997-08-14").days),
        ("period('P3M')", Period(months=3)),
        ("((7))", 7),
    ],
)
def test_a_constant_is_read(text: str, value: object) -> None:
    found = constant(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("true || false && true", "(true || (false && true))"),
        ("true && true && true", "(true && true && true)"),
        ("(true || false) && true", "((true || false) && true)"),
        ("1 + 2 * 3 - 4 == 5 - -6", "(((1 + (2 * 3)) - 4) == (5 - -6))"),
        ("1 - 2 - 3 < 4 && 1 != 2", "((((1 - 2) - 3) < 4) && (1 != 2))"),
        ("2 * (3 + 4) >= 1", "((2 * (3 + 4)) >= 1)"),
    ],
)
def test_operators_bind_as_in_cel(text: str, means: str) -> None:
    assert bracketed(parse(text).root) == means


def test_the_facts_that_a_rule_reads_are_named() -> None:
    rule = "terms.body_named && size(a.b.filter(x, x.y == z && params.n > 1)) > 0 || known(q.r) || today > t"
    assert references(parse(rule)) == {"terms.body_named", "a.b", "z", "q.r", "t"}


def test_every_part_keeps_its_place_in_the_text() -> None:
    rule = parse("!(size( xs ) in [1, 2]) || xs.all(x,\n   x.open)")
    assert [rule.words(node) for node, _ in walk(rule.root)] == [
        "!(size( xs ) in [1, 2]) || xs.all(x, x.open)",
        "!(size( xs ) in [1, 2])",
        "(size( xs ) in [1, 2])",
        "size( xs )",
        "xs",
        "1",
        "2",
        "xs.all(x, x.open)",
        "xs",
        "x.open",
    ]


def test_a_variable_is_known_only_within_its_macro() -> None:
    rule = "xs.exists(x, x.open) && x.open"
    assert references(parse(rule)) == {"xs", "x.open"}


def test_a_variable_may_be_used_again_beside_but_not_within() -> None:
    parse("xs.exists(x, x.open) && ys.exists(x, x.open)")
    assert refusal("xs.exists(x, ys.exists(x, x.open))") == (
        "rule-syntax",
        "column 24: `x` is taken. Give the entry another name.",
        "xs.exists(x, ys.exists(x, x.open))",
        "                       ^",
    )


@pytest.mark.parametrize(
    ("rule", "marks", "says"),
    [
        ("", "^", "column 1: Expected a value, found the end."),
        ("a and b", "  ^^^", "column 3: Expected an operator or the end of the rule, found `and`. Write && for and."),
        ("not a", "^^^", "column 1: `not` names no fact. Write ! for not."),
        ("size", "^^^^", "column 1: `size` names no fact."),
        ("a || ", "     ^", "column 6: Expected a value, found the end."),
        ("a b", "  ^", "column 3: Expected an operator or the end of the rule, found `b`."),
        ("(a", "  ^", "column 3: Expected `)`, found the end."),
        ("x in y", "     ^", "column 6: Expected `[`, found `y`."),
        ("x in []", "      ^", "column 7: Expected a value, found `]`."),
        ("x in [1, y]", "         ^", "column 10: A list holds constants alone, such as ['held', 'postponed']."),
        ("1 < 2 < 3", "      ^", "column 7: A comparison has two sides. Write two comparisons, joined by &&."),
        ("1 == 2 in [3]", "       ^^", "column 8: A comparison has two sides. Write two comparisons, joined by &&."),
        ("-a == 1", "^", "column 1: A minus stands before a number or between two values."),
        ("1.5 > 1", "  ^", "column 3: Expected the name of a macro, found `5`."),
        ("params", "^^^^^^", "column 1: After `params` comes one name, such as params.sessions."),
        ("params.a.b", "^^^^^^^^^^", "column 1: After `params` comes one name, such as params.sessions."),
        ("today.a", "      ^", "column 7: There is no macro `a`. Known: all, exists, filter."),
        ("xs.exist(x, x.a)", "   ^^^^^", "column 4: There is no macro `exist`. Did you mean `exists`?"),
        ("exist(x)", "^^^^^", "column 1: There is no function `exist`. Known: date, known, period, size."),
        ("xs.exists(today, true)", "          ^^^^^", "column 11: `today` is taken. Give the entry another name."),
        ("xs.exists(1, true)", "          ^", "column 11: Expected a name for the entry, such as s, found `1`."),
        ("xs.exists(x, x)", "             ^", "column 14: After `x` comes one name, such as x.status."),
        ("known(1)", "      ^", "column 7: known(…) takes the name of a fact or of an entry's field."),
        ("date(1997) > today", "     ^^^^", "column 6: date(…) takes a text in quotes, such as '1997-08'."),
        ("period(p) > today", "       ^", "column 8: period(…) takes a text in quotes, such as 'P3M'."),
        ("a = b", "  ^", "column 3: The rule language has no `=`. Write == to compare."),
        ("a & b", "  ^", "column 3: The rule language has no `&`. Write && for and."),
        ("a | b", "  ^", "column 3: The rule language has no `|`. Write || for or."),
        ("a % b", "  ^", "column 3: The rule language has no `%`. There is no remainder."),
        ("a ? b", "  ^", "column 3: The rule language has no `?`. Write two clauses with && and ||."),
        ("a # b", "  ^", "column 3: The rule language has no `#`."),
        (
            "a / 3 > b",
            "  ^",
            "column 3: The rule language has no `/`. Write a share as two integers, such as 3 * part >= whole.",
        ),
        (
            "a == 'held",
            "     ^",
            "column 6: This text has no end. "
            "Close it on its own line with the same quote; \\ escapes only quotes and \\.",
        ),
        (
            "9223372036854775808 > 1",
            "^^^^^^^^^^^^^^^^^^^",
            "column 1: An integer lies between -9223372036854775808 and 9223372036854775807.",
        ),
    ],
)
def test_an_error_points_at_its_place_and_says_what_helps(rule: str, marks: str, says: str) -> None:
    assert refusal(rule) == ("rule-syntax", says, rule, marks)


def test_an_error_in_a_rule_of_several_lines_shows_the_line() -> None:
    assert refusal("a ==\n\tb\n\tc") == (
        "rule-syntax",
        "line 3, column 2: Expected an operator or the end of the rule, found `c`.",
        " c",
        " ^",
    )


def test_a_sign_that_cannot_be_shown_is_named() -> None:
    assert refusal("a\u202eb") == ("rule-syntax", "column 2: The rule language has no `U+202E`.", "a b", " ^")


def test_a_bad_date_or_period_keeps_its_own_code() -> None:
    assert refusal("date('2001-02-30') > today") == (
        "no-such-date",
        "column 6: The calendar has no '2001-02-30'. Check year, month and day.",
        "date('2001-02-30') > today",
        "     ^^^^^^^^^^^^",
    )
    assert refusal("today + period('8W') > today")[0] == "bad-period"


@pytest.mark.parametrize(
    ("rule", "column"),
    [("(" * 33 + "a" + ")" * 33, 33), ("!" * 32 + "a", 33), ("1" + " + 1" * 32, 1), ("x" + ".filter(y, y.z)" * 32, 1)],
)
def test_a_rule_may_not_go_too_deep(rule: str, column: int) -> None:
    code, says, *_ = refusal(rule)
    sentence = "A rule goes at most 32 parts deep. Split it into several rules."
    assert (code, says) == ("rule-too-deep", f"column {column}: {sentence}")


def test_the_deepest_and_the_longest_rule_are_read() -> None:
    assert constant("(" * 32 + "7" + ")" * 32) == 7
    assert len(parse(" && ".join(["a"] * 800)).text) == 3996


def test_a_rule_may_not_be_too_long() -> None:
    code, says, *_ = refusal("a" * 4001)
    assert (code, says) == (
        "rule-too-long",
        "column 4001: A rule has at most 4000 characters; this one has 4001. Split it in two.",
    )
