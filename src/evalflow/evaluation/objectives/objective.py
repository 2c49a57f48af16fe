"""An objective and its changes: what is asked of the counterpart, until when, and every alteration with its reason.

An objective never changes without a change record. The database holds the same rule (store/schema/triggers.py).
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Literal, get_args

from evalflow.engine.dates import PartialDate
from evalflow.engine.event_of import EventOf
from evalflow.engine.reasons import stated
from evalflow.errors import Refused
from evalflow.evaluation.objectives.fields import ChangeKind, ObjectiveField, declared_in

Succession = Literal["merged", "split"]
Wording = Literal["published", "paraphrase"]
KINDS = ("action", "talk", "information", "visit")
UNRECORDED = "no reason recorded"  # of a correction that an older version took without one
REASON_CATEGORIES = ("progress", "circumstances", "agreement", "evidence", "law", "resources", "other")


@dataclass(frozen=True)
class Change:
    """One field of one objective, old and new. `reason` is "" when none was stated, or none is needed.

    Of a correction it is what shows that the record was wrong; corrections recorded by older versions may have none.
    """

    revision: int
    kind: ChangeKind
    field: str
    old: str
    new: str
    reason: str
    reason_category: str
    reasons_asked_on: str
    proposed_by: str
    decided_by: str
    decided_on: str
    source: str
    recorded_at: datetime
    recorded_by: str
    silent: bool = False  # a reason was due and none was stated: a finding of the report

    @property
    def stated_reason(self) -> str:
        return stated(self.reason)

    @property
    def is_unreasoned(self) -> bool:
        """Return whether a reason was due and none is on record; older versions took some that say nothing."""
        return self.silent or (self.kind not in ("added", "editorial") and not self.stated_reason)


@dataclass(frozen=True)
class Objective:
    """All values are text as published or paraphrased; dates are partial dates or "".

    A field is declared here and nowhere else: what else knows of it follows from `ObjectiveField`. A list is one a
    line: `milestones`, each "2027-06: what is reached by then"; `un_recommendations`, each with its UN symbol and
    paragraph; `descends_from`, the codes of the objectives that were merged or split into it. `timeframe` is what is
    stated of the day in `due`, or of there being none: see timeframe.py.
    """

    id: str
    dialogue: str
    code: str
    title: Annotated[
        str,
        ObjectiveField("text", "title", "what it is called", shape="name", needed="always"),
    ]
    text: Annotated[str, ObjectiveField("text", "wording", "the whole objective", needed="always")]
    wording: Annotated[
        Wording,
        ObjectiveField(
            "details",
            "published wording or paraphrase",
            "whose words these are",
            words=get_args(Wording),
            needed="always",
        ),
    ]
    parts: Annotated[
        str,
        ObjectiveField(
            "text",
            "parts",
            "what it asks for, one by one",
            "One thing it asks for; repeat it for each.",
            many=True,
            needed="in-files",
        ),
    ] = ""
    actor: Annotated[
        str,
        ObjectiveField(
            "details", "actor", "who is to do it", shape="line", needed="in-files", inherited=True, rated=True
        ),
    ] = ""
    kind: Annotated[
        str,
        ObjectiveField(
            "details",
            "kind of objective",
            "what is asked for",
            words=KINDS,
            needed="in-files",
            inherited=True,
            rated=True,
        ),
    ] = "action"
    due: Annotated[
        str,
        ObjectiveField("due", "timeframe", help="By when. Without it, it is due in every cycle.", shape="day"),
    ] = ""
    timeframe: Annotated[
        str,
        ObjectiveField(
            "due",
            "what is stated of the timeframe",
            "by when, as stated",
            shape="timeframe",
            needed="in-files",
            option=False,
        ),
    ] = ""
    indicator: Annotated[
        str,
        ObjectiveField(
            "indicator", "indicator", "what is looked at to see whether it is met", "By what it is measured."
        ),
    ] = ""
    baseline: Annotated[
        str,
        ObjectiveField("indicator", "baseline", "how that stood at the start", "How things stood at the beginning."),
    ] = ""
    target: Annotated[
        str,
        ObjectiveField("indicator", "target", "how that is to stand at the end", "What the indicator is to reach."),
    ] = ""
    data_source: Annotated[str, ObjectiveField("indicator", "source of figures", "where the figures come from")] = ""
    milestones: Annotated[
        str,
        ObjectiveField(
            "due",
            "milestones",
            "what is to be reached by when on the way: 2027-06: a draft law",
            "On the way; repeat it for each.",
            shape="line",
            many=True,
            metavar="DATE: WHAT",
        ),
    ] = ""
    instrument: Annotated[
        str,
        ObjectiveField(
            "details", "instrument", "the treaty or standard that it names", shape="line", inherited=True, rated=True
        ),
    ] = ""
    article: Annotated[
        str,
        ObjectiveField(
            "details", "article", "which article or paragraph of it", shape="line", inherited=True, rated=True
        ),
    ] = ""
    un_recommendations: Annotated[
        str,
        ObjectiveField(
            "details",
            "recommendations of the UN",
            "recommendations of the UN that it follows: symbol and paragraph",
            "Its UN symbol and paragraph; repeat it.",
            shape="line",
            many=True,
            inherited=True,
        ),
    ] = ""
    published_on: Annotated[
        str, ObjectiveField("details", "date of publication", "when it was published", shape="day")
    ] = ""
    same_as: Annotated[
        str,
        ObjectiveField(
            "details",
            "objective it follows",
            "the code of another dialogue's objective that it follows",
            "Code of another dialogue's objective that it follows.",
            shape="code",
        ),
    ] = ""
    descends_from: Annotated[
        str,
        ObjectiveField(
            "details",
            "objectives it descends from",
            "the codes of those that were merged or split into it",
            shape="code",
            many=True,
            option=False,
        ),
    ] = ""
    source: Annotated[
        str,
        ObjectiveField(
            "details",
            "source",
            "the source and the place in it, such as S1, l. 120",
            "Where it stands.",
            shape="source",
            needed="always",
        ),
    ] = ""
    withdrawn_on: Annotated[str, ObjectiveField("withdrawn", "objective", shape="day", option=False)] = ""
    revision: int = 1
    changes: tuple[Change, ...] = ()


DECLARED = declared_in(Objective)
_FIRST = (
    "text", "title", "parts", "due", "timeframe", "milestones", "indicator", "baseline", "target", "data_source",
    "actor", "kind", "instrument", "article", "un_recommendations", "published_on", "wording",
)  # fmt: skip
FIELDS = tuple(dict.fromkeys((*_FIRST, *DECLARED)))  # as they are listed to people
LISTS = tuple(name for name in FIELDS if DECLARED[name].many)
DATES = tuple(name for name in FIELDS if DECLARED[name].shape == "day")


@dataclass(frozen=True)
class AddObjective:
    """Begin an objective. In a dialogue already on record it may have a stated reason, or be marked as having none."""

    objective: Objective
    by: str
    reason: str = ""
    no_reason_stated: bool = False
    reasons_asked_on: str = ""


@dataclass(frozen=True)
class AmendObjective:
    """Alter one field. Either `reason` or `no_reason_stated`.

    A correction says in `reason` what shows that the record was wrong, and in `source` where that can be read.
    """

    field: str
    new: str
    by: str
    reason: str = ""
    reason_category: str = ""  # "" where nobody stated one
    no_reason_stated: bool = False
    reasons_asked_on: str = ""
    proposed_by: str = ""
    decided_by: str = ""
    decided_on: str = ""
    source: str = ""
    correction: bool = False
    revision: int | None = None
    succession: Succession | None = None  # it is withdrawn because others take its place


@dataclass(frozen=True)
class Milestone:
    """What is to be reached on the way, and by when: `by` is a partial date."""

    by: str
    what: str


@dataclass(frozen=True)
class ObjectiveAdded(EventOf[Objective]):
    objective: Objective


@dataclass(frozen=True)
class ObjectiveAmended(EventOf[Objective]):
    change: Change


ObjectiveCommand = AddObjective | AmendObjective
ObjectiveEvent = ObjectiveAdded | ObjectiveAmended


def apply_objective(objective: Objective | None, event: ObjectiveEvent) -> Objective:
    match event:
        case ObjectiveAdded(added):
            return added
        case _:
            known, change = there(objective), event.change
            changed = replace(known, revision=change.revision, changes=(*known.changes, change))
            return replace(changed, **{change.field: change.new})  # type: ignore[arg-type] # what is declared is text


def milestones_of(text: str) -> tuple[Milestone, ...]:
    """Return the milestones that lines name, each a day, month or year, a colon, and what is reached by then.

    Raises:
        Refused: `milestone-unreadable`, with the line.
        InvalidInput: a date is none.
    """
    milestones = []
    for line in text.splitlines():
        by, colon, what = (part.strip() for part in line.partition(":"))
        if not (by and colon and what):
            raise Refused(
                "milestone-unreadable", f"{line!r} is no milestone. Write one a line, such as: 2027-06: a draft law"
            )
        PartialDate.parse(by)
        milestones.append(Milestone(by, what))
    return tuple(milestones)


def is_editorial(old: str, new: str, field: str = "text") -> bool:
    """Return whether only Unicode form, white space or the shape of quotation marks differ.

    In a list the end of a line is where one of them ends; an empty line between two of them is white space.
    """
    if field in LISTS:
        return _entries(old) == _entries(new)
    return _plain(old) == _plain(new)


def _entries(text: str) -> list[str]:
    return [plain for line in text.splitlines() if (plain := _plain(line))]


def _plain(text: str) -> str:
    one_shape = re.sub(r"[“”„‟«»]", '"', re.sub(r"[‘’‚‛‹›]", "'", text))
    return " ".join(unicodedata.normalize("NFC", one_shape).split())


def there(objective: Objective | None) -> Objective:
    if objective is None:
        raise LookupError("an objective's event came before the objective")
    return objective
