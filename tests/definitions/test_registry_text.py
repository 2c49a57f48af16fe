"""A dialogue that is written out reads back as the same dialogue."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalflow.definitions.registry import read_dialogue
from evalflow.definitions.registry_text import write_dialogue
from evalflow.evaluation.dialogues.registry import RegistryDialogue, RegistryObjective
from evalflow.evaluation.statements import Item, Statement
from evalflow.resources import resource

SHIPPED = sorted(resource("db", "registry").glob("*-china.yaml"))
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029", exclude_categories=("Cc", "Cs", "Cn"))
)


def shipped(code: str) -> RegistryDialogue:
    return read_dialogue(resource("db", "registry", f"{code}.yaml").read_bytes(), code)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_dialogue_comes_back_as_it_was(path: Path) -> None:
    dialogue = shipped(path.stem)
    assert read_dialogue(write_dialogue(dialogue).encode(), "again") == dialogue


def test_a_dialogue_without_objectives_has_no_empty_list() -> None:
    bare = replace(shipped("norway-china"), objectives=())
    assert "objectives:" not in write_dialogue(bare).splitlines()
    assert read_dialogue(write_dialogue(bare).encode(), "again") == bare


def test_an_objective_keeps_its_date_and_its_measure() -> None:
    eu = shipped("eu-china")
    by_june = Statement("stated", date="2028-06", source="S1, l. 190")
    measured = replace(
        eu.objectives[0].objective,
        due="2028-06",
        indicator="reports",
        baseline="none",
        target="two",
        data_source="a register",
    )
    told = replace(eu, objectives=(RegistryObjective(measured, by_june),))
    assert read_dialogue(write_dialogue(told).encode(), "again") == told


@settings(deadline=None, max_examples=40)
@given(value=TEXTS.filter(str.strip), note=TEXTS.filter(str.strip))
def test_text_of_any_script_and_sign_comes_back_unchanged(value: str, note: str) -> None:
    norway = shipped("norway-china")
    item = Item(value, "S1, l. 1", note=note)
    told = replace(norway, fields={**norway.fields, "content": Statement("stated", source="S1, l. 1", items=(item,))})
    assert read_dialogue(write_dialogue(told).encode(), "again") == told
