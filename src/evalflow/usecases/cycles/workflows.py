"""What is done with workflows: list what is shipped, check a file, tell how a cycle stands in its own."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from evalflow.definitions.problems import nearest
from evalflow.definitions.proof import FINDINGS
from evalflow.definitions.workflow import read_workflow
from evalflow.engine.soundness import CHECKER, Kind
from evalflow.engine.words import Workflow
from evalflow.errors import InvalidDefinition, NotFound, Problem
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.evaluation import ACTS
from evalflow.evaluation.inputs.input import KINDS
from evalflow.evaluation.report.public_record.drawn import drawn
from evalflow.evaluation.report.sections.definitions import DrawnStep
from evalflow.resources import resource
from evalflow.usecases.door.calendars import Calendars
from evalflow.usecases.door.current import read_current
from evalflow.usecases.door.door import Door, looking

FOLDER = "workflows"
_PROOF = "whether every cycle comes to its end"
_GATES = "whether gates can be met"
_ORDER = "whether each step opens before its deadline"
_PROMISE = "whether the report is ready when it is promised"


@dataclass(frozen=True)
class Flaw:
    """One thing wrong in a definition. `finding` is the checker's word for it, "" for what is not well formed."""

    finding: str
    where: str  # file:line:column
    says: str


@dataclass(frozen=True)
class CheckedWorkflow:
    """What the checker says about one file, by its content: it is sound, or here are its flaws."""

    file: str
    sha256: str
    checker: str  # the version of the checker
    flaws: tuple[Flaw, ...]
    workflow: Workflow | None  # None where there are flaws
    unchecked: str = ""  # what was not looked at because of the flaws, which may hide others

    @property
    def sound(self) -> bool:
        return self.workflow is not None


def check_workflow(raw: bytes, file: str, folder: Path | None = None) -> CheckedWorkflow:
    """Return what the checker finds in the file `file` of these bytes. Writes nothing, and raises for nothing in it.

    Calendars are looked for in `folder`, a record's, and among those that are shipped.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    try:
        workflow = sound_workflow(raw, file, folder)
    except InvalidDefinition as bad:
        flaws = tuple(_flaw(problem) for problem in bad.problems)
        return CheckedWorkflow(file, sha256, CHECKER, flaws, None, _unchecked(flaws))
    return CheckedWorkflow(file, sha256, CHECKER, (), workflow)


def _unchecked(flaws: Sequence[Flaw]) -> str:
    """Return what was not looked at: of what is not well formed all else, of what does not end all that counts days."""
    found = {flaw.finding for flaw in flaws}
    later = [_PROMISE]
    if found & set(get_args(Kind)):
        later = [_ORDER, _PROMISE]
    if found == {""}:
        later = [_PROOF, _GATES, _ORDER, _PROMISE]
    return f"{', '.join(later[:-1])} and {later[-1]}" if later[1:] else later[0]


def _flaw(problem: Problem) -> Flaw:
    finding, _, says = problem.what.partition(": ")
    return Flaw(finding, problem.where, says) if finding in FINDINGS else Flaw("", problem.where, problem.what)


def workflow_file(asked: str) -> Path:
    """Return the file of a workflow that is named by its path, or by its name where it is shipped.

    Raises:
        NotFound: `no-such-workflow`, with the nearest.
    """
    shipped = {path.stem: path for path in sorted(resource(FOLDER).glob("*.yaml"))}
    if (file := Path(asked)).exists():
        return file
    if asked in shipped:
        return shipped[asked]
    hint = f"{nearest(asked, list(shipped))}Name a file, or one of: {', '.join(shipped)}."
    raise NotFound("no-such-workflow", f"There is neither a file nor a shipped workflow {asked!r}. {hint}")


def sound_workflow(raw: bytes, file: str, folder: Path | None = None) -> Workflow:
    """Return the workflow that these bytes hold. Calendars are looked for as in a check.

    Raises:
        InvalidDefinition: it does not load; every problem at once.
    """
    return read_workflow(raw, file, DECLARED, KINDS, ACTS, calendars=Calendars(folder))


def shipped_workflows() -> Sequence[CheckedWorkflow]:
    """Return every workflow that evalflow ships, checked, by name."""
    return [check_workflow(path.read_bytes(), str(path)) for path in sorted(resource(FOLDER).glob("*.yaml"))]


def drawn_of(door: Door, code: str) -> tuple[Workflow, tuple[DrawnStep, ...]]:
    """Return the workflow of a cycle, and its steps as they are drawn, with where the cycle stands at each."""
    with looking(door) as (reading, now):
        current = read_current(reading, code, now)
    return current.workflow, drawn(current.workflow, current.cycle)
