"""The bytes of a workflow file → a checked `Workflow`, or every problem with its place."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from evalflow.definitions.fit import check_calendar, check_fit
from evalflow.definitions.older import with_opening_letters
from evalflow.definitions.shape import read_sheet
from evalflow.definitions.vocabulary import workflow_shape
from evalflow.engine import rules
from evalflow.engine.calendars import NO_HOLIDAYS, Calendar
from evalflow.engine.periods import Period
from evalflow.engine.rules import Declared
from evalflow.engine.words import Approvals, Branch, Choice, Gate, Remind, Step, Timing, Workflow
from evalflow.errors import InvalidDefinition
from evalflow.evaluation.letters.kinds import SENDING


def read_workflow(
    raw: bytes,
    file: str,
    declared: Mapping[str, Declared],
    accepts: Collection[str],
    acts: Collection[str],
    *,
    calendars: Mapping[str, Calendar] | None = None,
    pinned: bool = False,
) -> Workflow:
    """Return the workflow that `raw` holds.

    `file` is what problems call it; `declared` the facts that gates may read; `accepts` the kinds of input and `acts`
    the acts that this program knows; `calendars` those there are beside none, by name. What is `pinned` was proved
    sound when its cycle was opened, and is not proved anew: a checker that has learned more shuts nobody out of a
    running cycle.

    Raises:
        InvalidDefinition: `bad-yaml` or `bad-workflow`, with every problem that can be told.
    """
    sheet = read_sheet(raw, file, workflow_shape(accepts, acts), InvalidDefinition, pinned=pinned)
    check_fit(sheet, declared)
    if not pinned:
        check_calendar(sheet, calendars or {})
    sheet.problems.refuse(InvalidDefinition, "bad-workflow")
    workflow = with_opening_letters(_workflow(sheet.values, calendars or {}))
    if not pinned:
        from evalflow.definitions.proof import prove  # here: what is pinned was proved before

        prove(sheet, workflow, declared)
        sheet.problems.refuse(InvalidDefinition, "bad-workflow")
    return workflow


def _workflow(values: Mapping[str, Any], calendars: Mapping[str, Calendar]) -> Workflow:
    parameters = values.get("parameters", {})
    return Workflow(
        name=values["workflow"],
        version=values["version"],
        title=values["title"],
        timezone=values["timezone"],
        calendar=values["calendar"],
        period_rule=values["period_rule"],
        steps=tuple(_step(name, step, parameters) for name, step in values["steps"].items()),
        parameters=parameters,
        report_due=_timing(values.get("report_due"), parameters),
        close_early=_gates(values.get("close_early", {})),
        letters=values.get("letters", {}),
        days=calendars.get(values["calendar"], NO_HOLIDAYS),
        **({"dissent_words": values["dissent_words"]} if "dissent_words" in values else {}),
    )


def _step(name: str, values: Mapping[str, Any], parameters: Mapping[str, Period]) -> Step:
    return Step(
        name=name,
        title=values["title"],
        kind=values.get("kind", "task"),
        role=values.get("role", ""),
        timing=_timing(values.get("due") or values.get("closes"), parameters),
        no_deadline=values.get("no_deadline", ""),
        waits_for_opening="opens" in values,
        requires=_gates(values),
        next=values.get("next", ()),
        choices=tuple(_choice(choice, way) for choice, way in values.get("choose", {}).items()),
        join=values.get("join"),
        **_act(values),
        accepts=values.get("accepts", ()),
        remind=tuple(_remind(each, parameters) for each in values.get("remind", ())),
        approvals=_approvals(values.get("approvals")),
        branches=tuple(_branch(each) for each in values.get("when", ())),
    )


def _remind(values: Mapping[str, Any], parameters: Mapping[str, Period]) -> Remind:
    direction: Literal["after", "before"] = "after" if "after" in values else "before"
    unless = Gate(values["unless"], rules.parse(values["unless"])) if "unless" in values else None
    stale_after = _period(values.get("stale_after", "P2D"), parameters)
    return Remind(
        direction,
        _period(values[direction], parameters),
        values["to"],
        unless,
        stale_after,
        values.get("letter", ""),
    )


def _approvals(values: Mapping[str, Any] | None) -> Approvals | None:
    return Approvals(values["count"], values.get("distinct_from", "")) if values else None


def _branch(values: Mapping[str, Any]) -> Branch:
    if "else" in values:
        return Branch("else", None, values["else"])
    return Branch(values["if"], rules.parse(values["if"]), values["next"])


def _choice(name: str, values: Mapping[str, Any]) -> Choice:
    return Choice(name, values["next"], _gates(values), values.get("requires_reason", False), **_act(values))


def _act(values: Mapping[str, Any]) -> dict[str, Any]:
    act = values.get("act", "")
    return {"sends": SENDING[act]} if act in SENDING else {"act": act or None}


def _gates(values: Mapping[str, Any]) -> tuple[Gate, ...]:
    return tuple(Gate(text, rules.parse(text)) for text in values.get("requires", ()))


def _timing(values: Mapping[str, Any] | None, parameters: Mapping[str, Period]) -> Timing | None:
    if values is None:
        return None
    direction: Literal["after", "before"] = "after" if "after" in values else "before"
    step, _, anchor = values[direction].rpartition(".")
    period = _period(values["period"], parameters)
    return Timing(direction, anchor, period, step or None, values.get("on_pause", "freeze"))


def _period(text: str, parameters: Mapping[str, Period]) -> Period:
    return parameters.get(text) or Period.parse_counted(text)
