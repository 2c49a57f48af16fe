"""The shipped recommendations, check by check: small records in, pass, fail, unknown or not applicable out."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeAlias

import pytest

from evalflow.definitions.scorecard import read_scorecard
from evalflow.engine.rules import Between, DayRange, Fact, FactItem, Facts, Listing, Scalar
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.criteria.scorecard import Score, Scorecard, score
from tests.definitions.shipped import WORKFLOWS

TODAY = date(2027, 6, 1)
Fields: TypeAlias = dict[str, Scalar]


def card() -> Scorecard:
    raw = (WORKFLOWS / "criteria" / "recommendations.yaml").read_bytes()
    return read_scorecard(raw, "recommendations.yaml", DECLARED)


CARD = card()
CHECKS = [f"{topic.code} {check.name}" for topic in CARD.topics for check in topic.checks]


def came_to(name: str, **facts: Any) -> Score:
    """Return what a check comes to on `facts`, whose dots are written as two underscores."""
    known: Facts = {fact.replace("__", "."): Fact(value) for fact, value in facts.items()}
    code, _, own = name.partition(" ")
    scored = next(topic for topic in score(CARD, known, TODAY) if topic.code == code)
    return next(check.score for check in scored.checks if check.name == own)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def whole(*entries: Mapping[str, Scalar]) -> Listing:
    return Listing(tuple(FactItem(f"entry {at}", entry) for at, entry in enumerate(entries, 1)))


def gaping(*entries: Mapping[str, Scalar]) -> Listing:
    """Return a register that nobody has stated complete."""
    days = DayRange(date(1990, 1, 1), TODAY)
    named = ("on", "held_on", "published_on", "taken_on", "made_on")
    return Listing(whole(*entries).items, (FactItem("others", dict.fromkeys(named, days)),))


NOTHING = whole()
IMPACT: Fields = {"published_on": ago(300), "strategy": "UN resolution", "effect": "neutral"}
SESSION: Fields = {"code": "S", "status": "held", "held_on": ago(200), "formal": True}
REPORT: Fields = {"of": "session-report", "session": "S", "published_on": ago(150), "public": True}
CALL: Fields = {"of": "call-for-inputs", "public": True}
LIST: Fields = {"of": "list-of-inputs", "public": True}
PROJECT: Fields = {
    "title": "Lawyers", "objective": "UK-01", "ngo_design": True, "ngo_implementation": True, "ngo_monitoring": True,
    "ngo_evaluation": True, "began_on": ago(300), "evaluated_on": ago(-90), "un_involved": False,
}  # fmt: skip
CONTACT: Fields = {"level": "minister", "held_on": ago(90), "rights_raised": True}
ACT: Fields = {"kind": "demarche", "taken_on": ago(100), "commitment": False}
PLEDGE: Fields = {"kind": "demarche", "taken_on": ago(-100), "commitment": True}
VOTE: Fields = {
    "position": "abstained", "taken_on": ago(100), "reasons": "Stated.", "dialogue_cited": False,
    "analysed_on": ago(120),
}  # fmt: skip
FORM: Fields = dict.fromkeys(("public", "timeframe", "action", "measurable", "one_thing", "instrument"), True)
VISIT: Fields = {"mandate": "torture", "status": "invited", "answered_on": ago(30), "standard_terms": True}
LINK: Fields = {"symbol": "CAT/C/CHN/CO/4, 12", "compared": "as-strong"}
ITEM: Fields = {
    "session": "S",
    "on": ago(100),
    "minority_issue": "Tibet",
    "minutes": 40,
    "strategy": "visits",
    "public_before": True,
}
AGENDA: Fields = {"session": "S", "on": ago(100), "items": 3, "minutes": 90}
HEAD: Fields = {
    "session": "S", "side": "own", "on": ago(100), "below_agreed": False, "head_level": "director-general",
    "head_rank": 4, "secretariat": "Desk", "secretariat_level": "director-general", "secretariat_rank": 4,
}  # fmt: skip
OPPOSITE: Fields = HEAD | {"side": "counterpart", "secretariat": "x"}
DIRECTOR: Fields = {"head_level": "director", "head_rank": 5}
ENVOY: Fields = {"head_level": "ambassador", "head_rank": Between(3, 5)}
LOW: Fields = {"secretariat_level": "director", "secretariat_rank": 5}
SECOND_PAIR = (HEAD | {"session": "T"}, OPPOSITE | {"session": "T"})
HELD: dict[str, Any] = {"sessions": whole(SESSION)}
TWO_HELD: dict[str, Any] = {"sessions": whole(SESSION, SESSION | {"code": "T"})}
SOME_INPUTS: dict[str, Any] = {"inputs__received": 2}
VOICE: Fields = {"session": "S", "kind": "ngo", "independent": True, "self_selected": True}
REFUSED: Fields = {"kind": "participant-refused", "remedied": False, "answered_on": None}
REPRISAL: Fields = {"kind": "reprisal", "remedied": False}
SUSPENDED: Fields = {"kind": "suspended", "by": "own", "reasons": "Stated.", "conditions": "A session."}
INCLUDED: Fields = {"status": "in", "shared_on": ago(20), "joint_step": True}
PUBLISHED: dict[str, Any] = {"report__published": True, "evaluation__published_on": ago(40)}
SECOND: dict[str, Any] = {"evaluations__adopted_before": 1, "evaluation__due_on": TODAY}
OWN_CRITERIA: dict[str, Any] = {
    "stated__suspension_criteria": None, "evaluation__opened": True, "terms__criteria_published": True,
    "criteria__for_suspension": 5, "criteria__for_termination": 2, "criteria__for_closure": 1,
}  # fmt: skip

CASES: list[tuple[str, dict[str, Any], Score]] = [
    ("R01 published", {"impacts": whole(IMPACT)}, "pass"),
    ("R01 published", {"impacts": gaping(IMPACT)}, "pass"),
    ("R01 published", {"impacts": whole(IMPACT | {"published_on": ago(1200)})}, "fail"),
    ("R01 published", {"impacts": gaping()}, "unknown"),
    ("R01 several-strategies", {"impacts": whole(IMPACT, IMPACT)}, "fail"),
    ("R01 several-strategies", {"impacts": whole(IMPACT, IMPACT | {"strategy": "Visits"})}, "pass"),
    ("R01 displaced-answered", {"impacts": whole(IMPACT)}, "n-a"),
    ("R01 displaced-answered", {"impacts": whole(IMPACT | {"effect": "displaced", "answer": "Restored."})}, "pass"),
    ("R01 displaced-answered", {"impacts": whole(IMPACT | {"effect": "displaced", "answer": ""})}, "fail"),
    ("R01 displaced-answered", {"impacts": whole(IMPACT | {"effect": "displaced"})}, "unknown"),
    ("R02 milestone-public", {"timetable__milestone_ahead": True}, "pass"),
    ("R02 milestone-public", {"timetable__milestone_ahead": False}, "fail"),
    ("R02 session-reports", {"sessions": whole(SESSION), "publications": whole(REPORT)}, "pass"),
    ("R02 session-reports", {"sessions": whole(SESSION), "publications": NOTHING}, "fail"),
    ("R02 session-reports", {"sessions": whole(SESSION), "publications": gaping()}, "unknown"),
    ("R02 session-reports", {"sessions": whole(SESSION | {"held_on": ago(30)}), "publications": NOTHING}, "n-a"),
    ("R02 session-reports", {"sessions": gaping(SESSION), "publications": gaping(REPORT)}, "unknown"),
    ("R02 inputs-public", {"publications": whole(CALL, LIST), "report__published": False}, "pass"),
    ("R02 inputs-public", {"publications": whole(CALL), "report__published": True}, "pass"),
    ("R02 inputs-public", {"publications": whole(CALL), "report__published": False}, "fail"),
    ("R02 projects-consulted", {"projects": whole(PROJECT)}, "pass"),
    ("R02 projects-consulted", {"projects": whole(PROJECT | {"ngo_design": False})}, "fail"),
    ("R02 projects-consulted", {"projects": whole(PROJECT | {"ngo_design": None})}, "unknown"),
    ("R02 projects-consulted", {"projects": NOTHING}, "n-a"),
    ("R02 projects-evaluated", {"projects": whole(PROJECT)}, "pass"),
    ("R02 projects-evaluated", {"projects": whole(PROJECT | {"evaluated_on": ago(400)})}, "fail"),
    ("R02 projects-evaluated", {"projects": whole(PROJECT | {"evaluated_on": None})}, "unknown"),
    ("R02 hash-matches", {"report__published": True, "report__files_as_adopted": True}, "pass"),
    ("R02 hash-matches", {"report__published": True, "report__files_as_adopted": False}, "fail"),
    ("R02 hash-matches", {"report__published": False}, "n-a"),
    ("R03 raised-at-the-top", {"contacts": whole(CONTACT, CONTACT | {"rights_raised": False})}, "pass"),
    ("R03 raised-at-the-top", {"contacts": whole(CONTACT | {"rights_raised": False})}, "fail"),
    ("R03 raised-at-the-top", {"contacts": whole(CONTACT | {"rights_raised": None})}, "unknown"),
    ("R03 raised-at-the-top", {"contacts": whole(CONTACT | {"level": "director"})}, "n-a"),
    ("R03 another-strategy", {"strategy_actions": whole(ACT)}, "pass"),
    ("R03 another-strategy", {"strategy_actions": whole(ACT | {"kind": "multilateral"})}, "fail"),
    ("R03 another-strategy", {"strategy_actions": whole(PLEDGE)}, "fail"),
    ("R03 commitment", {"strategy_actions": whole(PLEDGE)}, "pass"),
    ("R03 commitment", {"strategy_actions": whole(ACT)}, "fail"),
    ("R04 instruments-cited", {"linted_objectives": whole(FORM)}, "pass"),
    ("R04 instruments-cited", {"linted_objectives": whole(FORM, FORM | {"instrument": False})}, "fail"),
    ("R04 reasons-at-the-un", {"un_actions": whole(VOTE)}, "pass"),
    ("R04 reasons-at-the-un", {"un_actions": whole(VOTE | {"reasons": ""})}, "fail"),
    ("R04 reasons-at-the-un", {"un_actions": whole(VOTE | {"position": "statement"})}, "n-a"),
    ("R04 dialogue-not-cited", {"un_actions": whole(VOTE)}, "pass"),
    ("R04 dialogue-not-cited", {"un_actions": whole(VOTE | {"dialogue_cited": True})}, "fail"),
    ("R04 dialogue-not-cited", {"un_actions": whole(VOTE | {"dialogue_cited": True, "taken_on": ago(999)})}, "n-a"),
    ("R04 dialogue-not-cited", {"un_actions": NOTHING}, "n-a"),
    ("R04 dialogue-not-cited", {"un_actions": gaping()}, "unknown"),
    ("R04 analysis-first", {"un_actions": whole(VOTE)}, "pass"),
    ("R04 analysis-first", {"un_actions": whole(VOTE | {"analysed_on": ago(90)})}, "fail"),
    ("R04 analysis-first", {"un_actions": whole(VOTE | {"analysed_on": None})}, "unknown"),
    ("R04 same-criteria", {"criteria__elsewhere": 0}, "n-a"),
    ("R04 same-criteria", {"criteria__elsewhere": 2, "criteria__same_elsewhere": True}, "pass"),
    ("R04 same-criteria", {"criteria__elsewhere": 2, "criteria__same_elsewhere": False}, "fail"),
    ("R05 public", {"objectives__public": True}, "pass"),
    ("R05 public", {"objectives__public": False}, "fail"),
    ("R06 un-body-invited", {"un_visits": whole(VISIT), "participants": NOTHING}, "pass"),
    ("R06 un-body-invited", {"un_visits": NOTHING, "participants": whole(VOICE | {"kind": "un-body"})}, "pass"),
    ("R06 un-body-invited", {"un_visits": NOTHING, "participants": whole(VOICE)}, "fail"),
    ("R06 un-body-invited", {"un_visits": whole(VISIT | {"answered_on": None}), "participants": NOTHING}, "unknown"),
    ("R06 not-weaker", {"un_recommendations": whole(LINK)}, "pass"),
    ("R06 not-weaker", {"un_recommendations": whole(LINK | {"compared": "weaker"})}, "fail"),
    ("R06 not-weaker", {"un_recommendations": whole(LINK | {"compared": None})}, "unknown"),
    ("R06 not-weaker", {"un_recommendations": NOTHING}, "n-a"),
    ("R06 projects-and-the-un", {"projects": whole(PROJECT)}, "pass"),
    ("R06 projects-and-the-un", {"projects": whole(PROJECT | {"un_involved": None})}, "unknown"),
    ("R06 standard-terms", {"un_visits": whole(VISIT)}, "pass"),
    ("R06 standard-terms", {"un_visits": whole(VISIT | {"standard_terms": False})}, "fail"),
    ("R06 standard-terms", {"un_visits": NOTHING}, "n-a"),
    ("R07 programme", {"stated__evaluation_programme": True}, "pass"),
    ("R07 programme", {"stated__evaluation_programme": False, "evaluation__opened": False}, "fail"),
    ("R07 programme", {"stated__evaluation_programme": None, "evaluation__opened": False}, "unknown"),
    ("R07 programme", {"evaluation__opened": True, "terms__timetable_published": True}, "pass"),
    ("R07 terms-in-time", {"terms__in_time": False}, "fail"),
    ("R07 independent", {"evaluation__independent": True}, "pass"),
    ("R07 regular", {"evaluations__adopted_before": 0}, "n-a"),
    ("R07 regular", SECOND | {"evaluation__previous_on": ago(700)}, "pass"),
    ("R07 regular", SECOND | {"evaluation__previous_on": ago(800)}, "fail"),
    ("R07 window", {"inputs__window_days": 56}, "pass"),
    ("R07 window", {"inputs__window_days": 42}, "fail"),
    ("R07 acknowledged", SOME_INPUTS | {"inputs__acknowledged_within": 7}, "pass"),
    ("R07 acknowledged", SOME_INPUTS | {"inputs__acknowledged_within": 8}, "fail"),
    ("R07 acknowledged", {"inputs__received": 0}, "n-a"),
    ("R07 answered", SOME_INPUTS | {"inputs__points_open": 0, "inputs__undecided_late": 0}, "pass"),
    ("R07 answered", SOME_INPUTS | {"inputs__points_open": 1, "inputs__undecided_late": 0}, "fail"),
    ("R07 answered", {"inputs__received": 0, "inputs__points_open": 0, "inputs__undecided_late": 0}, "n-a"),
    ("R07 changes-reasoned", {"objectives__changes": 3, "objectives__changes_unreasoned": 0}, "pass"),
    ("R07 changes-reasoned", {"objectives__changes": 3, "objectives__changes_unreasoned": 3}, "fail"),
    ("R07 changes-reasoned", {"objectives__changes": 0, "objectives__changes_unreasoned": 0}, "n-a"),
    ("R07 published", {"report__adopted": False}, "n-a"),
    ("R07 published", {"report__adopted": True, "report__published": False}, "fail"),
    ("R07 published",
     {"report__adopted": True, "report__published": True, "report__sent_to_legislature": True}, "pass"),
    ("R07 reply-due", {"replies__window_days": 61}, "pass"),
    ("R07 reply-due", {"replies__window_days": 90}, "fail"),
    ("R08 time-an-item", {"session_agendas": whole(AGENDA)}, "pass"),
    ("R08 time-an-item", {"session_agendas": whole(AGENDA, AGENDA | {"minutes": 80})}, "fail"),
    ("R08 time-an-item", {"session_agendas": whole(AGENDA | {"on": ago(900), "minutes": 0})}, "n-a"),
    ("R08 time-an-item", {"session_agendas": whole(AGENDA | {"items": 0, "minutes": 0})}, "n-a"),
    ("R08 time-an-item", {"session_agendas": whole(AGENDA, AGENDA | {"items": 0, "minutes": 0})}, "n-a"),
    ("R08 minority-issues-timed", {"agenda_items": whole(ITEM, ITEM | {"minority_issue": "", "minutes": 0})}, "pass"),
    ("R08 minority-issues-timed", {"agenda_items": whole(ITEM | {"minutes": 0})}, "fail"),
    ("R08 minority-strategies", {"agenda_items": whole(ITEM)}, "pass"),
    ("R08 minority-strategies", {"agenda_items": whole(ITEM | {"strategy": ""})}, "fail"),
    ("R08 minority-strategies", {"agenda_items": whole(ITEM | {"strategy": None})}, "unknown"),
    ("R08 public-before", HELD | {"agenda_items": whole(ITEM)}, "pass"),
    ("R08 public-before", TWO_HELD | {"agenda_items": whole(ITEM)}, "n-a"),
    ("R08 public-before", {"agenda_items": whole(ITEM | {"public_before": False})}, "fail"),
    ("R08 minority-issues-timed", {"agenda_items": NOTHING}, "n-a"),
    ("R08 minority-strategies", {"agenda_items": NOTHING}, "n-a"),
    ("R08 public-before", {"agenda_items": NOTHING}, "n-a"),
    ("R09 heads-at-level", HELD | {"delegations": whole(HEAD, OPPOSITE)}, "pass"),
    ("R09 heads-at-level", HELD | {"delegations": whole(HEAD)}, "n-a"),
    ("R09 heads-at-level", TWO_HELD | {"delegations": whole(HEAD, OPPOSITE)}, "n-a"),
    ("R09 heads-at-level", TWO_HELD | {"delegations": whole(HEAD, OPPOSITE, *SECOND_PAIR)}, "pass"),
    ("R09 heads-at-level", {"delegations": whole(HEAD | {"below_agreed": True})}, "fail"),
    ("R09 ministers", {"contacts": whole(CONTACT)}, "pass"),
    ("R09 ministers", {"contacts": whole(CONTACT | {"held_on": ago(900)})}, "fail"),
    ("R09 heads-at-level", {"delegations": NOTHING}, "n-a"),
    ("R09 heads-of-one-rank", HELD | {"delegations": whole(HEAD, OPPOSITE)}, "pass"),
    ("R09 heads-of-one-rank", TWO_HELD | {"delegations": whole(HEAD, OPPOSITE, SECOND_PAIR[0])}, "n-a"),
    ("R09 heads-of-one-rank", TWO_HELD | {"delegations": whole(HEAD, OPPOSITE | DIRECTOR)}, "fail"),
    ("R09 heads-of-one-rank", {"delegations": whole(HEAD, OPPOSITE | DIRECTOR)}, "fail"),
    ("R09 heads-of-one-rank", {"delegations": whole(HEAD | DIRECTOR, OPPOSITE)}, "fail"),
    ("R09 heads-of-one-rank", HELD | {"delegations": whole(HEAD, OPPOSITE | ENVOY)}, "unknown"),
    ("R09 heads-of-one-rank", HELD | {"delegations": whole(HEAD | ENVOY, OPPOSITE | ENVOY)}, "pass"),
    ("R09 heads-of-one-rank", TWO_HELD | {"delegations": whole(HEAD, OPPOSITE | {"session": "T"})}, "n-a"),
    ("R09 secretariat", {"delegations": whole(HEAD, OPPOSITE)}, "pass"),
    ("R09 secretariat", {"delegations": whole(HEAD)}, "n-a"),
    ("R09 secretariat", {"delegations": whole(HEAD | LOW, OPPOSITE)}, "fail"),
    ("R09 secretariat", {"delegations": whole(HEAD | LOW, OPPOSITE | DIRECTOR)}, "pass"),
    ("R09 secretariat", {"delegations": whole(HEAD, OPPOSITE | ENVOY)}, "unknown"),
    ("R09 same-secretariat", {"delegations": whole(HEAD, OPPOSITE, *SECOND_PAIR)}, "pass"),
    ("R09 same-secretariat", {"delegations": whole(HEAD, OPPOSITE)}, "n-a"),
    ("R09 same-secretariat", {"delegations": whole(HEAD, SECOND_PAIR[0] | {"secretariat": "Another"})}, "fail"),
    ("R10 independent-in-each", {"sessions": whole(SESSION), "participants": whole(VOICE)}, "pass"),
    ("R10 independent-in-each", {"sessions": whole(SESSION), "participants": whole(VOICE | {"session": "T"})}, "fail"),
    ("R10 independent-in-each", {"sessions": whole(SESSION | {"held_on": ago(999)}), "participants": NOTHING}, "n-a"),
    ("R10 self-selected", {"participants": whole(VOICE)}, "pass"),
    ("R10 self-selected", {"participants": whole(VOICE | {"self_selected": False})}, "fail"),
    ("R10 self-selected", {"participants": NOTHING}, "n-a"),
    ("R10 refusals-answered", {"incidents": NOTHING}, "n-a"),
    ("R10 no-open-reprisal", {"incidents": NOTHING}, "n-a"),
    ("R10 refusals-answered", {"incidents": whole(REFUSED | {"answered_on": ago(5)})}, "pass"),
    ("R10 refusals-answered", {"incidents": whole(REFUSED)}, "unknown"),
    ("R10 no-open-reprisal", {"incidents": whole(REPRISAL)}, "fail"),
    ("R10 no-open-reprisal", {"incidents": whole(REPRISAL | {"remedied": True})}, "pass"),
    ("R10 no-open-reprisal", {"incidents": gaping()}, "unknown"),
    ("R10 domestic-dialogue", {"strategy_actions": whole(ACT | {"kind": "domestic-dialogue"})}, "pass"),
    ("R10 domestic-dialogue", {"strategy_actions": whole(ACT)}, "fail"),
    ("R11 criteria-published", {"stated__suspension_criteria": True}, "pass"),
    ("R11 criteria-published", {"stated__suspension_criteria": False, "evaluation__opened": False}, "fail"),
    ("R11 criteria-published", OWN_CRITERIA, "pass"),
    ("R11 criteria-published", OWN_CRITERIA | {"criteria__for_termination": 0}, "unknown"),
    ("R11 criteria-published",
     OWN_CRITERIA | {"stated__suspension_criteria": False, "criteria__for_termination": 0}, "fail"),
    ("R11 all-checked", {"criteria__unchecked": 0}, "pass"),
    ("R11 all-checked", {"criteria__unchecked": 2}, "fail"),
    ("R11 tripped-decided", {"criteria__tripped": 1, "criteria__tripped_undecided": 0}, "pass"),
    ("R11 tripped-decided", {"criteria__tripped": 1, "criteria__tripped_undecided": 1}, "fail"),
    ("R11 tripped-decided", {"criteria__tripped": 0, "criteria__tripped_undecided": 0}, "n-a"),
    ("R11 suspensions-explained", {"suspensions": whole(SUSPENDED, {"kind": "resumed"})}, "pass"),
    ("R11 suspensions-explained", {"suspensions": whole(SUSPENDED | {"conditions": ""})}, "fail"),
    ("R11 suspensions-explained", {"suspensions": whole(SUSPENDED | {"by": None})}, "unknown"),
    ("R11 suspensions-explained", {"suspensions": NOTHING}, "n-a"),
    ("R12 none-excluded", {"coordinations": whole(INCLUDED)}, "pass"),
    ("R12 none-excluded", {"coordinations": gaping(INCLUDED)}, "unknown"),
    ("R12 none-excluded", {"coordinations": gaping({"status": "excluded"})}, "fail"),
    ("R12 none-excluded", {"coordinations": whole({"status": None})}, "unknown"),
    ("R12 none-excluded", {"coordinations": NOTHING}, "fail"),
    ("R12 bundle-shared", PUBLISHED | {"coordinations": whole(INCLUDED)}, "pass"),
    ("R12 bundle-shared", PUBLISHED | {"coordinations": whole(INCLUDED | {"shared_on": ago(5)})}, "fail"),
    ("R12 bundle-shared", {"report__published": False}, "n-a"),
    ("R12 common-listed", {"publications": whole({"of": "objectives-in-common", "public": True})}, "pass"),
    ("R12 common-listed", {"publications": NOTHING}, "fail"),
    ("R12 joint-step", {"coordinations": whole(INCLUDED)}, "pass"),
    ("R12 joint-step", {"coordinations": whole(INCLUDED | {"joint_step": False})}, "fail"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "facts", "expected"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_check_comes_to_what_the_record_says(name: str, facts: dict[str, Any], expected: Score) -> None:
    assert came_to(name, **facts) == expected


SAID: list[tuple[bool | None, Score]] = [(True, "pass"), (False, "fail"), (None, "unknown")]


@pytest.mark.parametrize("name", ["timeframe", "action", "measurable", "one_thing"])
@pytest.mark.parametrize(("said", "expected"), SAID)
def test_the_form_of_every_objective_counts(name: str, said: bool | None, expected: Score) -> None:
    check = f"R05 {name.replace('_', '-')}"
    assert came_to(check, linted_objectives=whole(FORM, FORM | {name: said})) == expected


@pytest.mark.parametrize("name", CHECKS)
def test_without_a_record_nothing_passes_and_nothing_fails(name: str) -> None:
    assert came_to(name) == "unknown"


def test_every_check_is_seen_to_pass_and_all_but_one_to_fail() -> None:
    seen = {(name, expected) for name, _, expected in CASES}
    both = {"R07 terms-in-time", "R07 independent"}  # a yes or a no of the evaluation, asked for as it is
    both |= {f"R05 {name}" for name in ("timeframe", "action", "measurable", "one-thing")}  # above
    assert [name for name in CHECKS if (name, "pass") not in seen and name not in both] == []
    never = [name for name in CHECKS if (name, "fail") not in seen and name not in both]
    assert never == [
        "R06 projects-and-the-un",
        "R10 refusals-answered",
    ]  # what is not on record is not known, and no fail


def test_there_are_twelve_and_each_names_where_the_paper_asks_for_it() -> None:
    assert [topic.code for topic in CARD.topics] == [f"R{number:02}" for number in range(1, 13)]
    text = (WORKFLOWS / "criteria" / "recommendations.yaml").read_text("utf-8")
    assert text.count("(paper, l.") == 12
