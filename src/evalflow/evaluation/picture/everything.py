"""Everything on record of one evaluation, read at one moment: what the public picture is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evalflow.engine.periods import local_day
from evalflow.engine.words import Cycle, Workflow
from evalflow.evaluation.criteria import CriteriaSet
from evalflow.evaluation.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.findings import Finding
from evalflow.evaluation.head import Head
from evalflow.evaluation.inputs import Input
from evalflow.evaluation.objective import Objective
from evalflow.evaluation.people import Record
from evalflow.evaluation.registers import Completeness, Entry
from evalflow.evaluation.registry import Pair, TopicStatement


@dataclass(frozen=True)
class Happened:
    """One journal entry of the cycle or the evaluation. `by` is a person's id, or "clock"."""

    at: datetime
    by: str
    event: object


@dataclass(frozen=True)
class Everything:
    """All that is recorded, confidential or not, as of `now` (aware UTC) and under `head`.

    `people` gives the name recorded under each id; `history` holds the events of cycle and evaluation in order.
    """

    record: Record
    people: Mapping[str, str]
    dialogue: Dialogue
    objectives: Sequence[Objective]
    evaluation: Evaluation
    cycle: Cycle
    workflow: Workflow
    history: Sequence[Happened]
    inputs: Sequence[Input]
    findings: Sequence[Finding]
    criteria: CriteriaSet
    pairs: Sequence[Pair]
    coordination: Sequence[TopicStatement]
    head: Head
    now: datetime
    completeness: Sequence[Completeness] = ()
    entries: Sequence[Entry] = ()

    def day(self, at: datetime) -> date:
        """Return the local day of an instant in the cycle's zone."""
        return local_day(at, self.cycle.zone)

    def named(self, who: str) -> str:
        """Return the name recorded for a person's id; a name stays as it is."""
        return self.people.get(who, who)
