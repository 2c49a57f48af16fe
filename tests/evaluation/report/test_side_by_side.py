"""Dialogues side by side: objectives held in common, facts on which sources differ, and two records of one dialogue."""

from dataclasses import replace

from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.report.public_record.compared import compared
from evalflow.evaluation.report.public_record.dialogue import dialogue_lines
from evalflow.evaluation.report.side_by_side import differences, differing, in_common
from evalflow.evaluation.statements import Item, Source, Statement
from tests.support.in_words import changed
from tests.support.sample_record import sample_record


def objective(code: str, same_as: str = "") -> Objective:
    return Objective(code.lower(), "d1", code, "Visits", "Let them in.", "published", same_as=same_as)


def test_what_is_the_same_as_the_same_stands_together_and_nothing_stands_alone() -> None:
    every = [objective("EU-01"), objective("UK-01", "EU-01"), objective("CH-01", "uk-01"), objective("UK-02")]
    assert [[one.code for one in group] for group in in_common(every)] == [["EU-01", "UK-01", "CH-01"]]


def test_a_circle_of_objectives_is_one_group() -> None:
    [group] = in_common([objective("A-1", "B-1"), objective("B-1", "A-1")])
    assert len(group) == 2


def test_a_fact_that_sources_or_places_in_one_state_differently_is_told_with_all_of_them() -> None:
    fields = {
        "start": Statement("stated", "1997", "S1, l. 3", variants=(Item("1998", "S2, l. 9"),)),
        "content": Statement("stated", "rights", "S1, l. 4", variants=(Item("law", "S1, l. 8"),)),
    }
    dialogue = Dialogue("d1", "ex-sa", "E–S", "E", "S", (Source("S1", "Example"),), fields)
    found, place = differing(dialogue, [])
    assert found.says == (("1997", "S1, l. 3"), ("1998", "S2, l. 9"))
    assert place.says == (("rights", "S1, l. 4"), ("law", "S1, l. 8"))
    values = {"held_on": "2025-06-10", "status": "held", "held_on.variants": "2025-06-11 [S2]"}
    [*_, entry] = differing(dialogue, [Entry("e1", "session", "d1", "EX-SA/S001", values, "S1")])
    assert entry.where.startswith("EX-SA/S001, ")
    assert entry.says == (("2025-06-10", "S1"), ("2025-06-11", "S2"))


def test_two_records_of_one_dialogue_differ_where_they_say_different_things() -> None:
    record = sample_record()
    mine = [Objective("o1", "d1", one.code, one.title, one.text, one.wording) for one in record.assessment.findings]
    dialogue = Dialogue("d1", "ex-sa", "E–S", "E", "S", (), {"start": Statement("stated", "in 1999", "S9")})
    found = {one.where: one for one in differences(dialogue_lines(dialogue).fields, mine[1:], record)}
    assert found[f"{mine[0].code}, wording"].kind == "only there"
    assert f"{mine[1].code}, wording" not in found
    assert any(one.ours == "in 1999" for one in found.values())


def test_what_is_compared_is_counted_and_never_summed() -> None:
    record = sample_record()
    regressed = replace(record.assessment.findings[0], status="regressed")
    one = compared(changed(record, findings=(regressed,)))
    assert (one.rated("regressed"), one.rated("met")) == (1, 0)
    assert one.adopted_on == record.cover.adopted_on
    assert set(one.scorecard) == {"R05", "R12"}
