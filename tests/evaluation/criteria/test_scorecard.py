"""Checks and facts in; pass, fail, unknown or n-a out, and of several the worst."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from evalflow.engine.rules import Expression, Fact, FactItem, Facts, Listing, Value, parse
from evalflow.evaluation.criteria.scorecard import SCORES, Check, Score, Scorecard, ScoredCheck, Topic, score, worst

TODAY = date(2027, 5, 1)


def check(rule: str, applies: str = "", otherwise: str = "") -> Check:
    fits: Expression | None = parse(applies) if applies else None
    return Check("one", "It is so.", rule, parse(rule), applies=fits, otherwise=otherwise)


def scored(one: Check, traced: bool = True, **facts: Value) -> ScoredCheck:
    named = {name.replace("__", "."): value for name, value in facts.items()}
    known: Facts = {name: Fact(value, (f"{name}: minutes",), "evalflow record add") for name, value in named.items()}
    card = Scorecard("recommendations", "1.0.0", "T", (Topic("R05", "Objectives", "That they are public.", (one,)),))
    [topic] = score(card, known, TODAY, traced=traced)
    assert topic.score == topic.checks[0].score
    return topic.checks[0]


@pytest.mark.parametrize(("public", "expected"), [(True, "pass"), (False, "fail"), (None, "unknown")])
def test_true_is_a_pass_false_a_fail_and_not_known_is_neither(public: bool | None, expected: Score) -> None:
    assert scored(check("objectives.public"), objectives__public=public).score == expected


def test_what_does_not_apply_says_why_and_is_not_judged() -> None:
    one = check("report.published", "report.adopted", "It is not adopted yet.")
    found = scored(one, report__adopted=False, report__published=True)
    assert (found.score, found.why, found.missing) == ("n-a", "It is not adopted yet.", ())


@pytest.mark.parametrize("published", [True, False, None])
def test_where_it_is_not_known_whether_it_applies_nothing_is_known(published: bool | None) -> None:
    one = check("report.published", "report.adopted", "It is not adopted yet.")
    found = scored(one, report__adopted=None, report__published=published)
    assert found.score == "unknown"
    assert found.why.startswith("Whether it applies is not known")
    assert "the report is adopted (evalflow record add)" in found.missing


def test_a_pass_or_a_fail_names_its_sources_and_an_unknown_has_none() -> None:
    assert scored(check("objectives.public"), objectives__public=False).rests_on == ("objectives.public: minutes",)
    assert scored(check("objectives.public"), objectives__public=None).rests_on == ()


def test_the_reservation_of_a_source_comes_with_the_result() -> None:
    said = "CHILE-CHINA/B001: S1, l. 178; said with: apparently"
    known = Listing((FactItem("CHILE-CHINA/B001", {"status": "excluded"}, (said,)),))
    found = scored(check("!coordinations.exists(c, c.status == 'excluded')"), coordinations=known)
    assert (found.score, found.hedge) == ("fail", "apparently")


def test_without_a_trace_the_results_are_the_same() -> None:
    for public in (True, False, None):
        bare = scored(check("objectives.public"), traced=False, objectives__public=public)
        whole = scored(check("objectives.public"), objectives__public=public)
        assert (bare.score, bare.why, bare.missing, bare.rests_on) == (
            whole.score, whole.why, whole.missing, whole.rests_on
        )  # fmt: skip


@given(some.lists(some.sampled_from(SCORES), min_size=1))
def test_a_recommendation_is_as_its_worst_check_and_unknown_is_never_a_pass(scores: list[Score]) -> None:
    found = worst(scores)
    assert found in scores
    assert (found == "fail") == ("fail" in scores)
    assert found != "pass" or not {"fail", "unknown"} & set(scores)
    assert found != "n-a" or set(scores) == {"n-a"}
