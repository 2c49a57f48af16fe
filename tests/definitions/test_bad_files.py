"""Files that do not hold, and what a coordinator reads about each: `bad/…/x.yaml` with its message in `x.txt`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evalflow.definitions.calendar import read_calendar
from evalflow.definitions.criteria import read_criteria
from evalflow.definitions.registry import read_dialogue
from evalflow.definitions.scorecard import read_scorecard
from evalflow.definitions.workflow import read_workflow
from evalflow.errors import InvalidDefinition, InvalidInput
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.evaluation import ACTS
from evalflow.evaluation.inputs.input import KINDS

BAD = Path(__file__).parent / "bad"
READERS: dict[str, tuple[Callable[[bytes, str], object], type[InvalidInput]]] = {
    "workflow": (lambda raw, file: read_workflow(raw, file, DECLARED, KINDS, ACTS), InvalidDefinition),
    "criteria": (lambda raw, file: read_criteria(raw, file, DECLARED), InvalidDefinition),
    "scorecard": (lambda raw, file: read_scorecard(raw, file, DECLARED), InvalidDefinition),
    "registry": (read_dialogue, InvalidInput),
    "calendar": (read_calendar, InvalidDefinition),
}
FILES = sorted(BAD.rglob("*.yaml"))


def message(path: Path) -> str:
    read, error = READERS[path.parent.name]
    with pytest.raises(error) as refused:
        read(path.read_bytes(), path.name)
    assert refused.value.code in ("bad-yaml", f"bad-{path.parent.name}")
    return f"{refused.value}\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_bad_file_is_refused_with_every_problem_in_its_place(path: Path) -> None:
    assert message(path) == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_bad_file_has_its_message_and_every_message_its_file() -> None:
    assert FILES
    assert [path.with_suffix(".txt") for path in FILES] == sorted(BAD.rglob("*.txt"))
