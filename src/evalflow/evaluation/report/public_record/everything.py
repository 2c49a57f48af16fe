"""Everything on record of one evaluation, read at one moment: what the public picture is made from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from evalflow.engine.folding import apply
from evalflow.engine.periods import local_day
from evalflow.engine.words import Cycle, CycleMigrated, Event, Workflow
from evalflow.evaluation.criteria.criteria import CriteriaSet
from evalflow.evaluation.criteria.scorecard import Scorecard, ScoredTopic
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.dialogues.registry import Pair, TopicStatement
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.findings.recommendations import Recommendation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.people import Record
from evalflow.evaluation.registers.commands_events import Completeness, Entry
from evalflow.evaluation.report.head import Head
from evalflow.evaluation.report.narrative import Narrative


@dataclass(frozen=True)
class Happened:
    """One journal entry of the cycle or the evaluation. `by` is a person's id, or "clock"."""

    at: datetime
    by: str
    event: object


@dataclass(frozen=True)
class Moment:
    """One thing that happened to the cycle, and how the cycle stood before it and after it."""

    happened: Happened
    event: Event
    before: Cycle
    after: Cycle

    def named(self, old: str) -> str:
        """Return what a step is called after it: a migration may give it another name."""
        return self.event.names.get(old, old) if isinstance(self.event, CycleMigrated) else old


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
    opened_by: Workflow  # at the opening: another one where the cycle was migrated since
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
    scorecard: Scorecard | None = None
    scored: Sequence[ScoredTopic] = ()
    recommendations: Sequence[Recommendation] = ()  # of this cycle, and those carried into it
    codes: Mapping[str, str] = field(default_factory=dict)  # of the dialogue's evaluations, by their ids

    narrative: Narrative | None = None
    earlier: Sequence[tuple[Evaluation, Sequence[Finding]]] = ()  # adopted before this one
    general: Sequence[TopicStatement] = ()  # what sources say of dialogues in general

    def course(self) -> Iterator[Moment]:
        """Yield what happened to the cycle, in order, each with the cycle before and after it."""
        cycle: Cycle | None = None
        for happened in self.history:
            if isinstance(happened.event, Event):
                after = apply(cycle, happened.event)
                yield Moment(happened, happened.event, cycle or after, after)
                cycle = after

    def day(self, at: datetime) -> date:
        """Return the local day of an instant in the cycle's zone."""
        return local_day(at, self.cycle.zone)

    def named(self, who: str) -> str:
        """Return the name recorded for a person's id; a name stays as it is."""
        return self.people.get(who, who)
