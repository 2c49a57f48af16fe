"""Imports: what is new is entered; where a file differs, nothing is written until each difference has its answer."""

import re
from dataclasses import replace
from typing import Any

import pytest

from evalflow.definitions.registry import read_dialogue
from evalflow.errors import EvalflowError, InvalidInput, Refused
from evalflow.evaluation.objectives.objective import AmendObjective
from evalflow.evaluation.objectives.slips import goes_along
from evalflow.evaluation.pinned import Definition
from evalflow.usecases.record.dialogues import add_dialogue, export_dialogue, list_dialogues, show_dialogue
from evalflow.usecases.record.imports import (
    Answers,
    FileDifference,
    enter_rest_of_paper,
    import_dialogues,
    paper,
    preview_import,
)
from evalflow.usecases.record.objectives import add_objective, amend_objective, list_objectives, show_objective
from tests.usecases.conftest import At
from tests.usecases.office import Office, dialogue, objective

NONE = Answers({})
ALL = Answers({}, frozenset({"all"}))


def uk() -> str:
    return next(raw.decode() for raw, name in paper() if name == "uk-china.yaml")


def imported(office: Office, text: str, answers: Answers = NONE) -> tuple[FileDifference, ...]:
    [found] = import_dialogues(office.door, [(text.encode(), "uk-china.yaml")], answers)
    return found.differences


def with_uk(at: At) -> Office:
    office = at("new")
    imported(office, uk())
    return office


def changed(old: str, new: str) -> str:
    """Return the file of the UK with one text put in place of another."""
    assert old in uk()
    return uk().replace(old, new)


def differing(office: Office, text: str) -> list[tuple[str, str]]:
    [found] = preview_import(office.door, [(text.encode(), "uk-china.yaml")])
    return [(difference.key, difference.kind) for difference in found.differences]


def test_the_twelve_dialogues_of_the_paper_are_entered_whole(office: Office) -> None:
    found = import_dialogues(office.door, paper(), NONE)
    assert (len(found), {one.new for one in found}) == (12, {True})
    assert [known.code for known in list_dialogues(office.door)] == sorted(one.dialogue for one in found)
    told = [read_dialogue(raw, name) for raw, name in paper()]
    kept = {known.code: known for known in list_dialogues(office.door)}
    for registry in told:
        assert {name: kept[registry.code].stated(name) for name in registry.fields} == registry.fields
        own = list_objectives(office.door, registry.code)
        assert sorted(one.code for one in own) == sorted(one.code for one in registry.objectives)


def test_imported_again_unchanged_nothing_differs_and_nothing_is_written(at: At) -> None:
    office = with_uk(at)
    size = office.size()
    assert (imported(office, uk()), office.size()) == ((), size)
    assert imported(office, export_dialogue(office.door, "uk-china")) == ()


def test_general_statements_are_pinned_once(office: Office) -> None:
    enter_rest_of_paper(office.door)
    size = office.size()
    enter_rest_of_paper(office.door)
    with office.store.reading() as reading:
        names = sorted(known.name for known in reading.all(Definition, kind="registry"))
    assert (names, office.size()) == (["coordination", "general", "pairs"], size)


def first(name: str) -> str:
    """Return a value of the first objective in the file as it stands there."""
    told = read_dialogue(uk().encode(), "uk-china.yaml").objectives[0].objective
    return str(getattr(told, name))


def test_every_silent_change_is_listed_and_nothing_is_written(at: At) -> None:
    office = with_uk(at)
    size = office.size()
    other = changed(first("title"), f"{first('title')} and more")
    with pytest.raises(
        Refused, match=r"(?s)differs from the record in \d+ places?\. Nothing was written:.*UK-01\.title"
    ) as no:
        imported(office, other)
    assert (no.value.code, office.size()) == ("silent-changes", size)
    assert ("UK-01.title", "silent") in differing(office, other)


def test_with_its_stated_reason_a_change_is_recorded(at: At) -> None:
    office = with_uk(at)
    title = f"{first('title')} and more"
    text = changed(first("title"), title)
    reasons = {key: "They wrote it so." for key, kind in differing(office, text) if kind == "silent"}
    imported(office, text, Answers(reasons, source="Example Gazette"))
    known = show_objective(office.door, "UK-01")
    assert (known.title, known.changes[-1].reason, known.changes[-1].source) == (
        title, "They wrote it so.", "Example Gazette",
    )  # fmt: skip
    assert differing(office, text) == []


def test_marked_as_none_stated_a_change_is_recorded_as_silent(at: At) -> None:
    office = with_uk(at)
    text = changed(first("title"), f"{first('title')} and more")
    imported(office, text, replace(ALL, reasons_asked_on="2026-12-01"))
    change = show_objective(office.door, "UK-01").changes[-1]
    assert (change.silent, change.reasons_asked_on) == (True, "2026-12-01")


def test_quotation_marks_and_white_space_are_editorial_and_need_no_reason(at: At) -> None:
    office = with_uk(at)
    text = changed(f'title: "{first("title")}"', f'title: "{first("title").replace(" ", "  ", 1)}"')
    assert differing(office, text) == [("UK-01.title", "editorial")]
    imported(office, text)
    assert show_objective(office.door, "UK-01").changes[-1].kind == "editorial"


def test_parts_that_are_joined_are_no_editorial_change(at: At) -> None:
    office = at("new")
    add_dialogue(office.door, dialogue())
    add_objective(office.door, "ex-sa", objective())
    text = export_dialogue(office.door, "ex-sa")
    joined = re.sub(r"let them in\"?\n *- \"?let them out", "let them in let them out", text)
    [found] = preview_import(office.door, [(joined.encode(), "ex-sa.yaml")])
    assert [(difference.key, difference.kind) for difference in found.differences] == [("EX-01.parts", "silent")]


def test_a_fact_and_a_heading_that_differ_need_an_answer_too(at: At) -> None:
    office = with_uk(at)
    text = changed("nine rounds since 1997", "ten rounds since 1997").replace(
        '"United Kingdom–China human rights dialogue"', '"UK–China dialogue"'
    )
    assert differing(office, text) == [("uk-china.sessions_held", "fact"), ("uk-china.heading", "fact")]
    with pytest.raises(Refused, match="nine rounds"):
        imported(office, text)
    imported(office, text, Answers({"uk-china.heading": "shorter"}, frozenset({"uk-china.sessions_held"})))
    known = show_dialogue(office.door, "uk-china")
    assert (known.title, known.stated("sessions_held").value) == ("UK–China dialogue", "ten rounds since 1997")
    events = [vars(entry.event) for entry in office.since(0)[-2:]]
    assert [event["reason"] for event in events] == ["no reason stated", "shorter"]


def test_what_differs_only_in_its_items_or_source_is_shown_as_different(at: At) -> None:
    office = with_uk(at)
    text = changed("Northern Ireland and Gansu included", "Gansu included")
    [found] = preview_import(office.door, [(text.encode(), "uk-china.yaml")])
    [difference] = found.differences
    assert difference.old != difference.new
    assert "Northern Ireland" in difference.old


def test_white_space_alone_in_a_fact_is_editorial_and_needs_no_reason(at: At) -> None:
    office = with_uk(at)
    text = changed("Northern Ireland and Gansu included", "Northern  Ireland and Gansu included ")
    assert [kind for _, kind in differing(office, text)] == ["editorial"]
    imported(office, text)
    assert differing(office, text) == []
    [restated] = show_dialogue(office.door, "uk-china").restated
    assert restated.reason == "Unicode form, white space or the shape of quotation marks alone"


TIMEFRAME = 'timeframe: {knowledge: stated-none, source: "S1, l. 21"}\n    source: "S1, l. 316; l. 192"'


def test_where_an_objective_and_its_timeframe_are_told_of_is_compared_and_carried_over(at: At) -> None:
    office = with_uk(at)
    text = changed(TIMEFRAME, 'timeframe: {knowledge: stated-unknown, source: "S1, l. 22"}\n    source: "S1, l. 999"')
    with pytest.raises(Refused, match=r"none \(stated\); source: S1, l\. 21” to “not known \(") as refusal:
        imported(office, text)
    assert refusal.value.code == "silent-changes"
    assert differing(office, text) == [("UK-01.timeframe", "silent"), ("UK-01.source", "silent")]
    imported(office, text, Answers({"UK-01.timeframe": "Asked again."}, frozenset({"UK-01.source"})))
    kept = show_objective(office.door, "UK-01")
    assert (kept.timeframe, kept.source) == ("stated-unknown\nS1, l. 22", "S1, l. 999")
    assert [(change.field, change.kind, change.reason, change.silent) for change in kept.changes[1:]] == [
        ("timeframe", "due", "Asked again.", False),
        ("source", "details", "", True),
    ]
    assert (differing(office, text), imported(office, export_dialogue(office.door, "uk-china"))) == ([], ())


def test_a_day_that_moves_with_what_is_stated_of_it_is_one_change_with_one_reason(at: At) -> None:
    office = with_uk(at)
    told = 'timeframe: {knowledge: stated, value: "by the end of 2028", date: "2028-12", source: "S1, l. 22"}'
    text = changed(TIMEFRAME, f'{told}\n    source: "S1, l. 316; l. 192"')
    assert differing(office, text) == [("UK-01.due", "silent")]
    imported(office, text, Answers({"UK-01.due": "Agreed in June."}))
    known = show_objective(office.door, "UK-01")
    assert (known.due, known.timeframe) == ("2028-12", "stated\nS1, l. 22\nby the end of 2028")
    assert [change.reason for change in known.changes[1:]] == ["Agreed in June."] * 2
    assert [goes_along(known, change) for change in known.changes] == [False, False, True]
    assert differing(office, text) == []


def test_a_timeframe_that_says_more_than_the_record_keeps_is_refused(at: At) -> None:
    office = with_uk(at)
    more = changed(TIMEFRAME, TIMEFRAME.replace('l. 21"}', 'l. 21", note: "as told later"}'))
    with pytest.raises(Refused, match="Of the timeframe of UK-01") as refusal:
        imported(office, more)
    assert refusal.value.code == "timeframe-too-rich"


def test_a_new_objective_of_a_dialogue_on_record_needs_its_reason_too(at: At) -> None:
    office = at("begun")
    two = export_dialogue(office.door, "ex-sa")
    one = two[two.index("  - code: EX-02") :]
    text = f"{two}{one.replace('EX-02', 'EX-03')}{one.replace('EX-02', 'EX-04')}"
    files, size = [(text.encode(), "ex-sa.yaml")], office.size()
    with pytest.raises(Refused, match=r"(?s)in 2 places\. .*EX-03\.added: from “nothing” to “Let special") as refusal:
        import_dialogues(office.door, files, NONE)
    assert (refusal.value.code, office.size()) == ("silent-changes", size)
    answers = Answers({"EX-03.added": "Both asked for it."}, frozenset({"EX-04.added"}), "2026-12-01")
    import_dialogues(office.door, files, answers)
    added = [show_objective(office.door, code).changes[0] for code in ("EX-02", "EX-03", "EX-04")]
    assert [(one.kind, one.reason, one.silent, one.reasons_asked_on) for one in added] == [
        ("added", "", False, ""),
        ("added", "Both asked for it.", False, "2026-12-01"),
        ("added", "", True, "2026-12-01"),
    ]


def test_a_refusal_lists_what_is_editorial_apart(at: At) -> None:
    office = with_uk(at)
    spaced = first("title").replace(" ", "  ", 1)
    text = changed(first("title"), spaced).replace("nine rounds since 1997", "ten rounds since 1997")
    with pytest.raises(Refused, match="in 1 place") as refusal:
        imported(office, text)
    [*_, heading, line] = str(refusal.value).splitlines()
    assert heading == "Editorial alone, and in need of no reason:"
    assert line == f"  UK-01.title: from “{first('title')}” to “{spaced}”"


def test_an_objective_that_vanished_is_withdrawn_with_its_reason(at: At) -> None:
    office = at("begun")
    text = export_dialogue(office.door, "ex-sa")
    one = text[: text.index("- code: EX-02") if "- code: EX-02" in text else text.index('- code: "EX-02"')].rstrip(" ")
    with pytest.raises(Refused, match=r"EX-02\.withdrawn: from “Let special rapporteurs visit\.” to “nothing”"):
        import_dialogues(office.door, [(one.encode(), "ex-sa.yaml")], NONE)
    import_dialogues(office.door, [(one.encode(), "ex-sa.yaml")], Answers({"EX-02.withdrawn": "It was met."}))
    known = show_objective(office.door, "EX-02")
    assert (known.withdrawn_on, known.changes[-1].reason) == ("2026-12-15", "It was met.")
    [found] = preview_import(office.door, [(one.encode(), "ex-sa.yaml")])
    assert found.differences == ()
    with pytest.raises(Refused, match="or of one that was withdrawn") as refusal:
        import_dialogues(office.door, [(text.encode(), "ex-sa.yaml")], ALL)
    assert refusal.value.code == "objective-exists"


def test_an_objective_that_is_new_in_the_file_is_added(at: At) -> None:
    office = at("begun")
    text = export_dialogue(office.door, "ex-sa").replace("EX-02", "EX-03")
    [found] = import_dialogues(office.door, [(text.encode(), "ex-sa.yaml")], ALL)
    told = [(one.key, one.kind) for one in found.differences]
    assert told == [("EX-03.added", "added"), ("EX-02.withdrawn", "vanished")]
    assert [one.code for one in list_objectives(office.door)] == ["EX-01", "EX-02", "EX-03"]


def test_a_reason_for_what_does_not_differ_is_refused_with_the_nearest(at: At) -> None:
    office = with_uk(at)
    text = changed("nine rounds since 1997", "ten rounds since 1997")
    with pytest.raises(Refused, match=r"'uk-china\.sessions'\. Did you mean uk-china\.sessions_held\?") as refusal:
        imported(office, text, Answers({"uk-china.sessions": "x"}, frozenset({"all"})))
    assert refusal.value.code == "no-such-difference"
    with pytest.raises(Refused, match=r"'zzz'\.$"):
        imported(office, text, Answers({}, frozenset({"all", "zzz"})))
    assert imported(office, uk(), Answers({"UK-01.title": "x"})) == ()


def test_files_are_taken_all_or_none(at: At) -> None:
    office = at("new")
    files: list[Any] = [(uk().encode(), "uk-china.yaml"), (uk().replace("uk-china", "uk-chine").encode(), "other.yaml")]
    with pytest.raises(EvalflowError) as refusal:
        import_dialogues(office.door, files, NONE)
    assert refusal.value.code == "objective-exists"
    with pytest.raises(EvalflowError, match=r"More than one file tells of uk-china\.") as twice:
        import_dialogues(office.door, files[:1] * 2, NONE)
    assert twice.value.code == "dialogue-twice"
    with pytest.raises(InvalidInput):
        import_dialogues(office.door, [*files[:1], (b"evalflow: [", "broken.yaml")], NONE)
    assert (office.size(), list_dialogues(office.door)) == (1, [])


def test_an_import_ticks_the_cycles_of_what_it_changes_and_asks_for_no_day_ahead(at: At) -> None:
    office = at("waiting")
    text = export_dialogue(office.door, "ex-sa").replace("Let special rapporteurs visit.", "Let them visit.")
    with pytest.raises(EvalflowError) as refusal:
        import_dialogues(office.door, [(text.encode(), "x")], replace(ALL, reasons_asked_on="2027-02-01"))
    assert refusal.value.code == "day-ahead"
    size = office.size()
    import_dialogues(office.at("2027-01-12T10:00"), [(text.encode(), "x")], ALL)
    assert office.happened(size) == [*["cycle.StepOpened"] * 3, *["objective.ObjectiveAmended"] * 2]


def test_what_the_record_changed_since_shows_when_an_older_file_is_imported(at: At) -> None:
    office = with_uk(at)
    amend_objective(office.door, "UK-02", AmendObjective("due", "2028-12-31", "", reason="agreed"))
    assert differing(office, uk()) == [("UK-02.due", "silent")]
