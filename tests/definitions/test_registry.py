"""Registry files: every one that is shipped loads, and keeps what its source says apart from what it does not."""

from pathlib import Path

import pytest

from evalflow.definitions.registry import read_coordination, read_dialogue, read_general, read_pairs
from evalflow.errors import InvalidInput
from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.dialogues.registry import Pair, RegistryDialogue, RegistryObjective, TopicStatement
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.statements import Item, Source, Statement
from tests.definitions.shipped import ROOT

REGISTRY = ROOT / "db" / "registry"
DIALOGUES = sorted(REGISTRY.glob("*-china.yaml"))
SOURCE = Source("S1", "an example", "not verified")
HEAD = "evalflow: 1\nregistry: {}\ntitle: An example\nsources:\n  S1: {{title: an example, note: not verified}}\n"


def dialogue(**stated: str) -> bytes:
    lines = (f"  {name}: {stated.get(name, '{knowledge: absent}')}\n" for name in FIELDS)
    return (HEAD.format("dialogue") + "code: a-b\npartner: A\ncounterpart: B\nfields:\n" + "".join(lines)).encode()


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.stem)
def test_every_dialogue_of_the_registry_loads_with_every_field(path: Path) -> None:
    read = read_dialogue(path.read_bytes(), path.name)
    assert (read.code, tuple(read.fields)) == (path.stem, tuple(FIELDS))


def test_there_are_twelve_dialogues() -> None:
    assert len(DIALOGUES) == 12


def test_the_other_files_of_the_registry_load() -> None:
    pairs = read_pairs((REGISTRY / "outcomes-and-concerns.yaml").read_bytes(), "x")
    coordination = read_coordination((REGISTRY / "coordination.yaml").read_bytes(), "x")
    general = read_general((REGISTRY / "general-statements.yaml").read_bytes(), "x")
    assert (len(pairs), bool(coordination), bool(general)) == (6, True, True)


def test_a_dialogue_keeps_words_reservations_and_precision() -> None:
    raw = dialogue(
        start='{knowledge: stated, date: 1997-08, source: "S1, l. 3", hedge: apparently}',
        tibet="{knowledge: stated, source: S1, note: torn, items: [{value: one, source: S1, cause: x}]}",
        frequency="{knowledge: stated, value: 2, comparator: about, source: S1, variants: [{value: 1, source: S1}]}",
        timeframe="{knowledge: stated-none, source: S1}",
    )
    expected = {
        **dict.fromkeys(FIELDS, Statement("absent")),
        "start": Statement("stated", date="1997-08", source="S1, l. 3", hedge="apparently"),
        "tibet": Statement("stated", source="S1", note="torn", items=(Item("one", "S1", cause="x"),)),
        "frequency": Statement("stated", "2", comparator="about", source="S1", variants=(Item("1", "S1"),)),
        "timeframe": Statement("stated-none", source="S1"),
    }
    assert read_dialogue(raw, "x") == RegistryDialogue("a-b", "An example", "A", "B", (SOURCE,), expected)


def test_an_objective_keeps_its_parts_and_whom_it_follows() -> None:
    objective = (
        "objectives:\n  - code: EX-01\n    same_as: OT-01\n    title: Visits\n    text: Visits take place.\n"
        "    wording: paraphrase\n    parts: [visits, answers]\n    actor: B\n    kind: visit\n    instrument: art. 6\n"
        "    published_on: 2001-01\n    indicator: visits\n    baseline: 0\n    target: 2\n"
        "    data_source: reports\n    timeframe: {knowledge: stated-none, source: S1}\n    source: S1\n"
    )
    assert read_dialogue(dialogue() + objective.encode(), "x").objectives == (
        RegistryObjective(
            Objective(
                "",
                "",
                code="EX-01",
                title="Visits",
                text="Visits take place.",
                wording="paraphrase",
                parts="visits\nanswers",
                actor="B",
                kind="visit",
                source="S1",
                instrument="art. 6",
                published_on="2001-01",
                same_as="OT-01",
                indicator="visits",
                baseline="0",
                target="2",
                data_source="reports",
            ),
            Statement("stated-none", source="S1"),
        ),
    )


def test_pairs_keep_outcome_and_concern_side_by_side() -> None:
    text = HEAD.format("pairs") + (
        "pairs:\n  - title: Visits\n    outcome: {value: some, source: S1}\n"
        "    concern: {value: few, source: S1, items: [{value: none in 2001, source: S1}]}\n"
    )
    outcome = Statement("stated", "some", "S1")
    concern = Statement("stated", "few", "S1", items=(Item("none in 2001", "S1"),))
    assert read_pairs(text.encode(), "x") == (Pair("Visits", outcome, concern),)


@pytest.mark.parametrize(("kind", "read"), [("coordination", read_coordination), ("general", read_general)])
def test_statements_keep_their_topic_and_whom_they_name(kind: str, read: type) -> None:
    text = HEAD.format(kind) + (
        "statements:\n  - {topic: a topic, value: it is so, source: S1, hedge: often, applies_to: nobody}\n"
        "  - {topic: another, value: it was so, source: S1, date: 2000}\n"
    )
    assert read(text.encode(), "x") == (
        TopicStatement("a topic", Statement("stated", "it is so", "S1", hedge="often"), "nobody"),
        TopicStatement("another", Statement("stated", "it was so", "S1", date="2000")),
    )


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"x:2:11: registry cannot be 'pairs'\. Known: dialogue\."):
        read_dialogue(HEAD.format("pairs").encode(), "x")
