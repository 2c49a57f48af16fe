"""What facts are made of: what is on record about a dialogue, and how far one evaluation of it has come."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from evalflow.engine.words import Cycle, Workflow
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.findings.deliberation import Deliberation
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.findings.recommendations import Recommendation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Completeness, Entry


@dataclass(frozen=True)
class Conduct:
    """What is on record about one dialogue, whether or not an evaluation of it is under way.

    `registers` holds the entries that stand, by the name of their register.
    """

    dialogue: Dialogue
    registers: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    completeness: Sequence[Completeness] = ()
    objectives: Sequence[Objective] = ()
    evaluations: Sequence[Evaluation] = ()


@dataclass(frozen=True)
class Unanswered:
    """How many points have no answer, in how many inputs, and the first of them: code of the input, number.

    `unconfirmed` is of how many inputs another person has to confirm what became of them; all their points are open.
    """

    points: int = 0
    inputs: int = 0
    first: tuple[tuple[str, int], ...] = ()
    unconfirmed: int = 0


@dataclass(frozen=True)
class Progress:
    """How far one evaluation has come."""

    evaluation: Evaluation
    cycle: Cycle
    workflow: Workflow
    inputs: Sequence[Input] = ()
    unanswered: Callable[[], Unanswered] = Unanswered  # of those, asked for by itself: they may be thousands
    late: Sequence[Input] = ()  # those of them that came late and are not decided on
    findings: Sequence[Finding] = ()
    criteria: Sequence[Criterion] = ()  # the pinned ones
    before: Sequence[Evaluation] = ()  # the other adopted evaluations of the dialogue, the last one first
    earlier: Sequence[Sequence[Finding]] = ()  # the findings of each of these
    elsewhere: Sequence[Evaluation] = ()  # the last evaluation of each other dialogue of the same party
    sent_to: Sequence[str] = ()  # the roles of those who had the report by a letter
    recommendations: Sequence[Recommendation] = ()  # of this cycle, and those carried into it
    acknowledged: Sequence[int] = ()  # for each input, how many days its receipt took, or has taken so far
    deliberations: Sequence[Deliberation] = ()
    input_named: Callable[[str], Input | None] = lambda _: None  # of this cycle, by its code
