"""An objective and its changes: what is asked of the counterpart, until when, and every alteration with its reason.

An objective never changes without a change record. The database holds the same rule (store/schema/triggers.py).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from evalflow.engine.dates import PartialDate, exact_day
from evalflow.engine.eras import refuse_year
from evalflow.engine.reasons import is_blank, need_reason, need_text, refuse_hollow, stated
from evalflow.errors import Refused
from evalflow.evaluation.objectives.timeframe import read_timeframe

ChangeKind = Literal[
    "added", "text", "due", "indicator", "details", "withdrawn", "merged", "split", "correction", "editorial"
]
Succession = Literal["merged", "split"]
Wording = Literal["published", "paraphrase"]

KIND_OF_FIELD: Mapping[str, ChangeKind] = {
    "text": "text",
    "title": "text",
    "parts": "text",
    "due": "due",
    "timeframe": "due",
    "milestones": "due",
    "indicator": "indicator",
    "baseline": "indicator",
    "target": "indicator",
    "data_source": "indicator",
    "actor": "details",
    "kind": "details",
    "instrument": "details",
    "article": "details",
    "un_recommendations": "details",
    "published_on": "details",
    "wording": "details",
    "same_as": "details",
    "descends_from": "details",
    "source": "details",
    "withdrawn_on": "withdrawn",
}

LISTS = ("parts", "milestones", "un_recommendations", "descends_from")  # one a line
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

    One a line: `parts`; `milestones`, each "2027-06: what is reached by then"; `un_recommendations`, each with its UN
    symbol and paragraph; `descends_from`, the codes of the objectives that were merged or split into it. `timeframe` is
    what is stated of the day in `due`, or of there being none: see timeframe.py.
    """

    id: str
    dialogue: str
    code: str
    title: str
    text: str
    wording: Wording
    parts: str = ""
    actor: str = ""
    kind: str = "action"
    indicator: str = ""
    baseline: str = ""
    target: str = ""
    data_source: str = ""
    due: str = ""
    timeframe: str = ""
    milestones: str = ""
    instrument: str = ""
    article: str = ""
    un_recommendations: str = ""
    published_on: str = ""
    same_as: str = ""
    descends_from: str = ""
    source: str = ""
    withdrawn_on: str = ""
    revision: int = 1
    changes: tuple[Change, ...] = ()


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
class ObjectiveAdded:
    objective: Objective


@dataclass(frozen=True)
class ObjectiveAmended:
    change: Change


ObjectiveCommand = AddObjective | AmendObjective
ObjectiveEvent = ObjectiveAdded | ObjectiveAmended


def decide_objective(objective: Objective | None, command: ObjectiveCommand, now: datetime) -> list[ObjectiveEvent]:
    """Return what happens to an objective: nothing where the new value is the old one.

    Raises:
        Refused: no reason and not marked as none stated, a stale revision, a withdrawn objective, an unknown field.
    """
    match command:
        case AddObjective():
            if objective:
                raise Refused("objective-exists", f"The record already has an objective {objective.code}.")
            return [ObjectiveAdded(_first_revision(command, now))]
        case _:
            return _amend(_there(objective), command, now)


def apply_objective(objective: Objective | None, event: ObjectiveEvent) -> Objective:
    match event:
        case ObjectiveAdded(added):
            return added
        case _:
            known, change = _there(objective), event.change
            changed = replace(known, revision=change.revision, changes=(*known.changes, change))
            return replace(changed, **{change.field: change.new})  # type: ignore[arg-type] # KIND_OF_FIELD names texts


def milestones_of(text: str) -> tuple[Milestone, ...]:
    """Return the milestones that lines name, each a day, month or year, a colon, and what is reached by then.

    Raises:
        Refused: `milestone-unreadable`, with the line.
        InvalidInput: a date is none.
    """
    found = []
    for line in text.splitlines():
        by, colon, what = (part.strip() for part in line.partition(":"))
        if not (by and colon and what):
            raise Refused(
                "milestone-unreadable", f"{line!r} is no milestone. Write one a line, such as: 2027-06: a draft law"
            )
        PartialDate.parse(by)
        found.append(Milestone(by, what))
    return tuple(found)


def _refuse_bad_milestones(text: str) -> None:
    for one in milestones_of(text):
        refuse_year(one.by)


def is_editorial(old: str, new: str, field: str = "text") -> bool:
    """Return whether only Unicode form, white space or the shape of quotation marks differ.

    In a list the end of a line is where one of them ends; an empty line between two of them is white space.
    """
    if field in LISTS:
        return _entries(old) == _entries(new)
    return _plain(old) == _plain(new)


def _entries(text: str) -> list[str]:
    return [plain for line in text.splitlines() if (plain := _plain(line))]


def _first_revision(command: AddObjective, now: datetime) -> Objective:
    objective = command.objective
    _refuse_unfit_to_add(command)
    added = Change(
        1, "added", "text", "", objective.text, command.reason.strip(), "", command.reasons_asked_on, "", "", "",
        objective.source, now, command.by, silent=command.no_reason_stated,
    )  # fmt: skip
    return replace(objective, revision=1, changes=(added,))


def _refuse_unfit_to_add(command: AddObjective) -> None:
    objective = command.objective
    for name in _DATES:
        if text := getattr(objective, name):
            PartialDate.parse(text)
            refuse_year(text)
    _refuse_unknown_word("kind", objective.kind)
    _refuse_unknown_word("wording", objective.wording)
    read_timeframe(objective.timeframe)
    _refuse_bad_milestones(objective.milestones)
    refuse_hollow(command.reason)
    _refuse_two_answers(command)
    asked = f"{objective.code} has no text. An objective is what it says: give it with --text."
    need_text(objective.text, asked, "text-missing")


def _amend(objective: Objective, command: AmendObjective, now: datetime) -> list[ObjectiveEvent]:
    _refuse_unfit(objective, command)
    old = getattr(objective, command.field)
    if old == command.new:
        return []
    kind = _kind(command, old)
    _refuse_without_reason(objective, command, kind)
    change = Change(
        revision=objective.revision + 1,
        kind=kind,
        field=command.field,
        old=old,
        new=command.new,
        reason=command.reason.strip(),
        reason_category=command.reason_category if command.reason.strip() else "",
        reasons_asked_on=command.reasons_asked_on,
        proposed_by=command.proposed_by,
        decided_by=command.decided_by,
        decided_on=command.decided_on,
        source=command.source,
        recorded_at=now,
        recorded_by=command.by,
        silent=kind not in ("correction", "editorial") and not command.reason.strip(),
    )
    return [ObjectiveAmended(change)]


def _kind(command: AmendObjective, old: str) -> ChangeKind:
    if is_editorial(old, command.new, command.field):
        return "editorial"
    if command.succession and command.field == "withdrawn_on":
        return command.succession
    return "correction" if command.correction else KIND_OF_FIELD[command.field]


def _refuse_unfit(objective: Objective, command: AmendObjective) -> None:
    if command.field not in KIND_OF_FIELD:
        raise Refused(
            "unknown-field", f"An objective has no field {command.field!r}. It has: {', '.join(KIND_OF_FIELD)}."
        )
    if command.revision is not None and command.revision != objective.revision:
        raise Refused(
            "revision-is-stale",
            f"{objective.code} stands at revision {objective.revision}, not {command.revision}: somebody changed it "
            f"since you read it. Look with `evalflow objective history {objective.code}` and decide again.",
        )
    if objective.withdrawn_on and not command.correction:
        raise Refused("objective-withdrawn", f"{objective.code} was withdrawn on {objective.withdrawn_on}.")
    for text in (command.decided_on, command.new if command.field in _DATES else ""):
        if text:
            PartialDate.parse(text)
            refuse_year(text)
    if command.reasons_asked_on:
        exact_day(command.reasons_asked_on)
    if command.field in _WORDS:
        _refuse_unknown_word(command.field, command.new)
    if command.field == "timeframe":
        read_timeframe(command.new)
    if command.field == "milestones":
        _refuse_bad_milestones(command.new)
    if command.field == "text" and is_blank(command.new):
        raise Refused(
            "text-missing", "An objective cannot lose its text. Withdraw it with `evalflow objective withdraw`."
        )


_DATES = ("due", "published_on", "withdrawn_on")
_WORDS: Mapping[str, tuple[str, ...]] = {"kind": KINDS, "wording": get_args(Wording)}


def _refuse_unknown_word(field: str, word: str) -> None:
    if word not in _WORDS[field]:
        raise Refused(
            f"unknown-{field}", f"{word!r} is no {field} of an objective. Choose from: {', '.join(_WORDS[field])}."
        )


def _refuse_without_reason(objective: Objective, command: AmendObjective, kind: ChangeKind) -> None:
    if command.reason.strip() and command.reason_category not in ("", *REASON_CATEGORIES):
        raise Refused("unknown-category", f"Choose a category of reasons from: {', '.join(REASON_CATEGORIES)}.")
    _refuse_two_answers(command)
    if kind == "correction":
        _refuse_unfounded(command)
    elif kind != "editorial" and not command.no_reason_stated:
        need_reason(
            command.reason,
            f"{objective.code} changes only with the stated reason: give it with --reason. Where the governments "
            "stated none, say so with --no-reason-stated; the report then prints it as a finding.",
        )
    refuse_hollow(command.reason)


def _refuse_unfounded(command: AmendObjective) -> None:
    """Refuse a correction that does not say what shows that the record was wrong: it could hide a change."""
    if command.no_reason_stated:
        raise Refused(
            "reason-contradicts",
            "A correction says what shows that the record was wrong, so --no-reason-stated does not go with it. What "
            "governments changed is no correction: leave out --correction.",
        )
    need_text(
        command.source,
        "A correction puts right what the record had wrong. Say with --source where the right words are published.",
        "source-missing",
    )
    need_reason(
        command.reason,
        "A correction says what shows that the record was wrong: give it with --reason. It is printed in the report. "
        "What governments changed is no correction: leave out --correction.",
    )


def _refuse_two_answers(command: ObjectiveCommand) -> None:
    if command.reason.strip() and command.no_reason_stated:
        raise Refused("reason-contradicts", "Give either --reason or --no-reason-stated, not both.")


def _plain(text: str) -> str:
    one_shape = re.sub(r"[“”„‟«»]", '"', re.sub(r"[‘’‚‛‹›]", "'", text))
    return " ".join(unicodedata.normalize("NFC", one_shape).split())


def _there(objective: Objective | None) -> Objective:
    if objective is None:
        raise LookupError("an objective's event came before the objective")
    return objective
