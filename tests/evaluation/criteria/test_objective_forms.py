"""The form of objectives, for rules: what is stated decides; what a paraphrase does not say is not known."""

from dataclasses import replace

from evalflow.engine.rules import Listing, Scalar
from evalflow.evaluation.criteria.objective_forms import linted_objectives
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.statements import Statement

UK = Dialogue("d", "uk-china", "UK–China", "United Kingdom", "China")
ASKED = Objective("o1", "d", "UK-01", "Prisons", "Let all speak.", "published", actor="China", source="S1, l. 9")
TOLD = replace(ASKED, wording="paraphrase")


def form(one: Objective, dialogue: Dialogue = UK) -> dict[str, Scalar]:
    value = linted_objectives(dialogue, [one]).value
    assert isinstance(value, Listing)
    assert value.gaps == ()
    return dict(value.items[0].fields)


def test_of_published_wording_what_is_not_there_is_missing() -> None:
    found = form(ASKED)
    assert (found["timeframe"], found["measurable"], found["instrument"]) == (False, False, False)
    assert (found["action"], found["one_thing"]) == (True, True)


def test_of_a_paraphrase_what_is_not_there_is_not_known() -> None:
    found = form(TOLD)
    assert (found["timeframe"], found["measurable"], found["instrument"]) == (None, None, None)
    assert form(replace(TOLD, instrument="ICCPR"))["instrument"] is True


def test_a_timeframe_that_is_stated_not_to_be_is_none_in_any_wording() -> None:
    stated = replace(UK, fields={"timeframe": Statement("stated-none", source="S1, l. 21")})
    assert form(TOLD, stated)["timeframe"] is False


def test_several_parts_and_talk_are_what_a_paraphrase_says() -> None:
    found = form(replace(TOLD, parts="one\ntwo", kind="talk"))
    assert (found["one_thing"], found["action"]) == (False, False)


def test_without_an_objective_nothing_is_known_of_them_and_a_withdrawn_one_is_none() -> None:
    for objectives in ([], [replace(ASKED, withdrawn_on="2026")]):
        value = linted_objectives(UK, objectives).value
        assert isinstance(value, Listing)
        assert (value.items, len(value.gaps)) == ((), 1)
