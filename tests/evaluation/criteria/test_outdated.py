"""A rating and a later record in, why it has to be made again out: other wording, less evidence, no session."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from evalflow.engine.rules import Fact, parse
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.criteria.grounds import Grounds
from evalflow.evaluation.criteria.judgement import check
from evalflow.evaluation.criteria.outdated import open_proposals, outdated, outdated_checks, stale_proposals
from evalflow.evaluation.evaluation import CheckedCriterion
from evalflow.evaluation.findings.deliberation import Deliberation, Proposal
from evalflow.evaluation.findings.findings import Finding, Link, Votes
from evalflow.evaluation.inputs.input import Input, Point, PointCorrection
from evalflow.evaluation.objectives.objective import Change, Objective
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.commands_events import EntryCorrection as Slip
from evalflow.evaluation.registers.evidence import Ceiling
from evalflow.evaluation.registers.raised import raised_in

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
DAY = date(2027, 5, 1)
RATED = Finding("f", "c", "1", "partial", "weak", "no-link", "Visits took place.", NOW, "ada", revision=1)
ALLOWED = Ceiling("weak", ())
SESSION = Entry("1", "session", "d", "UK/S001", {"held_on": "2026-03-01", "status": "held"}, "s")
ITEM = Entry("2", "agenda-item", "d", "UK/A001", {"session": "UK/S001", "title": "prisons"}, "s")
CLAIMED = replace(RATED, contribution="plausible", link=Link("UK/S001", "2026-06", "asked", "other"))


def changed(field: str, kind: str = "text", revision: int = 2, at: datetime = NOW) -> Objective:
    change = Change(revision, kind, field, "a", "b", "why", "", "", "", "", "", "s", at, "ada")  # type: ignore[arg-type] # one of the kinds
    first = Change(1, "added", "text", "", "a", "", "", "", "", "", "", "s", NOW, "ada")
    return Objective("1", "d", "UK-01", "Prisons", "b", "published", revision=revision, changes=(first, change))


@pytest.mark.parametrize(
    ("field", "kind", "expected"),
    [
        ("text", "text", ("older than a change of the objective (text)",)),
        ("text", "correction", ("older than a change of the objective (text)",)),
        ("parts", "text", ("older than a change of the objective (parts)",)),
        ("due", "due", ("older than a change of the objective (due)",)),
        ("data_source", "indicator", ("older than a change of the objective (data source)",)),
        ("actor", "details", ("older than a change of the objective (actor)",)),
        ("text", "editorial", ()),
        ("source", "details", ()),
        ("wording", "correction", ()),
    ],
)
def test_a_rating_is_of_the_objective_as_it_was_worded(field: str, kind: str, expected: tuple[str, ...]) -> None:
    assert outdated(RATED, changed(field, kind), ALLOWED, ()) == expected


def test_a_rating_of_this_revision_stands_and_an_older_record_goes_by_the_instant() -> None:
    assert outdated(replace(RATED, revision=2), changed("text"), ALLOWED, ()) == ()
    old = replace(RATED, revision=0)
    assert outdated(old, changed("text"), ALLOWED, ()) == ()
    later = changed("text", at=NOW + timedelta(seconds=1))
    assert outdated(old, later, ALLOWED, ()) == ("older than a change of the objective (text)",)


def test_a_rating_is_not_above_what_the_evidence_allows_and_what_is_withdrawn_is_left_alone() -> None:
    above = replace(RATED, evidence="strong")
    assert outdated(above, changed("source"), ALLOWED, ()) == ("above what the evidence on record allows",)
    assert outdated(above, replace(changed("text"), withdrawn_on="2027-05-02"), ALLOWED, ()) == ()


@pytest.mark.parametrize(
    ("session", "item", "says"),
    [
        ({}, {}, ""),
        ({"status": "postponed"}, {}, "the session UK/S001 was postponed"),
        ({"status": "cancelled"}, {}, "the session UK/S001 was cancelled"),
        ({}, {"refused": "yes"}, "the item UK/A001 was refused or not taken up"),
        ({}, {"minutes": "0"}, "no time was given to the item UK/A001"),
    ],
)
def test_nothing_is_raised_where_nobody_met(session: dict[str, str], item: dict[str, str], says: str) -> None:
    entries = [replace(SESSION, values={**SESSION.values, **session}), replace(ITEM, values={**ITEM.values, **item})]
    assert raised_in("UK/A001", entries).fault == says
    if not item:
        assert raised_in("UK/S001", entries).fault == says


def test_what_is_no_session_on_record_raises_nothing() -> None:
    told = "UK/P001 is no session and no item of an agenda on record"
    assert raised_in("UK/P001", [SESSION]).fault == told
    assert raised_in("UK/P001", [replace(SESSION, code="UK/P001", register="publication")]).fault == told


OFF = "with a contribution that nothing was raised for (the session UK/S001 was postponed)"


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ({}, ()),
        ({"status": "postponed"}, (OFF,)),
        ({"held_on": "2026-07-01"}, ("with a contribution that UK/S001 did not come before",)),
        ({"held_on": ""}, ("with a contribution that is based on UK/S001, of which no day is known",)),
    ],
)  # fmt: skip
def test_a_contribution_falls_with_its_session(session: dict[str, str], expected: tuple[str, ...]) -> None:
    entries = [replace(SESSION, values={**SESSION.values, **session})]
    assert outdated(CLAIMED, changed("source"), ALLOWED, entries) == expected


ENTRY = Entry("3", "publication", "d", "UK/P001", {"of": "terms"}, "s")
RECEIVED = Input("4", "c", "UK-2027/NGO/001", "ngo", "public", "Example", "T", NOW, "", "", "")


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (RECEIVED, ()),
        (replace(RECEIVED, late="declined"), ("based on UK-2027/NGO/001, which was declined as late",)),
        (replace(RECEIVED, withdrawn_at=NOW), ("based on UK-2027/NGO/001, which was withdrawn",)),
        (
            replace(RECEIVED, points=(Point(1, "b", corrections=(PointCorrection("a", "slip", NOW),)),)),
            ("based on UK-2027/NGO/001, which was corrected since",),
        ),
        (None, ("based on UK-2027/NGO/001, which is not recorded under this code any more",)),
    ],
)
def test_a_rating_falls_with_the_input_that_it_names(received: Input | None, expected: tuple[str, ...]) -> None:
    based = replace(RATED, basis=("UK-2027/NGO/001", "a source in words"), seen={"UK-2027/NGO/001": "0"})
    grounds = Grounds({}, lambda _: received)
    assert outdated(based, changed("source"), ALLOWED, (), grounds) == expected


def test_an_older_rating_says_nothing_of_how_its_basis_was_recorded() -> None:
    based = replace(RATED, basis=("UK/P001",))
    corrected = replace(ENTRY, corrections=(Slip("of", "terms", "objectives", "misread"),))
    assert outdated(based, changed("source"), ALLOWED, (), Grounds({"publication": [corrected]})) == ()
    assert outdated(based, changed("source"), ALLOWED, (), Grounds()) == ("based on UK/P001, which was withdrawn",)


def test_a_vote_of_the_body_settles_proposals_that_are_outdated() -> None:
    said = Deliberation("1", "c", "1", (Proposal("ada", "met", "strong", "no-link", "All of it.", NOW, revision=1),))
    stale = stale_proposals(said, changed("source"), ALLOWED, ())
    assert stale == {"ada": ("above what the evidence on record allows",)}
    assert open_proposals(RATED, stale) == ["above what the evidence on record allows"]
    assert open_proposals(replace(RATED, votes=Votes(3)), stale) == []
    assert stale_proposals(None, changed("source"), ALLOWED, ()) == {}


def test_a_check_is_outdated_where_the_rule_comes_to_something_else_on_the_same_day() -> None:
    rule = Criterion("SC-01", "t", "w", "calendar", "review", "x", parse("terms.body_named"))
    about_itself = replace(rule, code="SC-02", expression=parse("criteria.unchecked == 0"))
    yes, no = {"terms.body_named": Fact(True)}, {"terms.body_named": Fact(False)}
    checked = [*check([rule], yes, DAY), CheckedCriterion("SC-02", "clear", "", (), ())]
    assert outdated_checks(checked, [rule, about_itself], yes, DAY) == []
    assert outdated_checks(checked, [rule, about_itself], no, DAY) == ["SC-01"]
