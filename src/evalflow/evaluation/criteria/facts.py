"""The record → named, typed facts for rules and gates: a value with its sources, or unknown and what supplies it.

Every fact named here is declared in declared.py. What nobody supplies yet is left out: it is unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from evalflow.engine.arcs import step_named
from evalflow.engine.clocks import counted
from evalflow.engine.periods import local_day
from evalflow.engine.rules import Between, Fact, FactItem, Facts, Listing, judge, parse, references
from evalflow.evaluation.criteria import due_process
from evalflow.evaluation.criteria.agendas import session_agendas
from evalflow.evaluation.criteria.dated import dated_objectives
from evalflow.evaluation.criteria.grounds import Grounds
from evalflow.evaluation.criteria.objective_forms import linted_objectives, publishing
from evalflow.evaluation.criteria.outdated import open_proposals, outdated, outdated_checks, stale_proposals
from evalflow.evaluation.criteria.progress import Conduct, Progress, Unanswered
from evalflow.evaluation.criteria.rows_of_evaluations import rows_of_evaluations, tripped_before
from evalflow.evaluation.criteria.series import gaps_in, listing
from evalflow.evaluation.criteria.supply import Each, Source, Supply
from evalflow.evaluation.findings.findings import Finding, is_due
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.objectives.slips import goes_along, made
from evalflow.evaluation.registers.commands_events import Register
from evalflow.evaluation.registers.evidence import ceiling, evidence_on
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.raised import SESSIONS
from evalflow.evaluation.registers.standing import judged, standing_changes, words_of

JUDGE = (
    "evalflow record add condition --dialogue DIALOGUE --set suspension=CODE --set condition=TEXT --set met=yes|no "
    "--set by=WHO --set judged_on=DAY --source WHERE"
)
# Fields of a dialogue of which a source says whether there is such a thing.
STATED = ("evaluation_programme", "suspension_criteria")


def facts_of(conduct: Conduct, progress: Progress | None, today: date) -> Facts:
    """Return every fact that the record supplies on the local day `today`; a name that is missing is unknown."""
    sources = _on_conduct(conduct, today)
    return Supply({**sources, **_on_progress(conduct, progress, today)} if progress else sources)


def _on_conduct(conduct: Conduct, today: date) -> dict[str, Source]:
    return {
        "objectives": lambda: {"objectives.public": _objectives_public(conduct, today)},
        "stated": lambda: {f"stated.{name}": _stated(conduct, name) for name in STATED},
        "resumption": lambda: {"resumption.conditions_met": _conditions_met(conduct, today)},
        "linted_objectives": lambda: {"linted_objectives": _linted(conduct, today)},
        "session_agendas": lambda: {"session_agendas": session_agendas(conduct.registers, conduct.completeness, today)},
        "evaluation": lambda: {"evaluation.opened": _opened(conduct)},
        **{register.facts: _listed_in(conduct, register, today) for register in REGISTERS.values()},
    }


def _listed_in(conduct: Conduct, register: Register, today: date) -> Source:
    return lambda: {register.facts: listing(register, conduct.registers, conduct.completeness, today)}


def _on_progress(conduct: Conduct, progress: Progress, today: date) -> dict[str, Source]:
    return {
        "terms": lambda: {**_terms(progress), "terms.in_time": due_process.terms_in_time(progress)},
        "timetable": lambda: {"timetable.milestone_ahead": due_process.milestone_ahead(progress, today)},
        "inputs": lambda: _inputs(progress),
        "recommendations": lambda: _recommendations(progress),
        "replies": lambda: {"replies.window_days": due_process.reply_days(progress)},
        "findings": lambda: _findings(conduct, progress, today),
        "objectives": lambda: {
            "objectives.public": _objectives_public(conduct, today),
            "objectives.changes": Fact(sum(len(made(objective)) for objective in conduct.objectives)),
            "objectives.changes_unreasoned": _changes_unreasoned(conduct),
        },
        "dated_objectives": lambda: {"dated_objectives": _dated(conduct, progress, today)},
        "evaluations": lambda: {
            **rows_of_evaluations(progress.findings, conduct.objectives, progress.earlier, today),
            **_within("evaluations", due_process.before_this(progress)),
        },
        "graded_findings": lambda: {"graded_findings": _graded(conduct, progress, today)},
        "tripped_before": lambda: {"tripped_before": tripped_before(progress.before)},
        "criteria": lambda: {**_criteria(conduct, progress), **due_process.criteria_held(progress)},
        "report": lambda: {
            **_report(progress),
            "report.files_as_adopted": due_process.files_as_adopted(progress),
            "report.sent_to_legislature": due_process.sent_to_legislature(progress),
        },
        "evaluation": lambda: {
            **_evaluation(progress),
            "evaluation.opened": _opened(conduct),
            "evaluation.independent": due_process.independent(progress),
            **_within("evaluation", due_process.before_this(progress)),
        },
    }


def _within(family: str, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    return {name: fact for name, fact in facts.items() if name.partition(".")[0] == family}


def _stated(conduct: Conduct, name: str) -> Fact:
    """Return yes where sources state that there is such a thing, no where they state that there is none."""
    stated = conduct.dialogue.stated(name)
    help_ = f"evalflow dialogue import FILE, with what is stated of {name} in {conduct.dialogue.code}"
    known = {"stated": True, "stated-none": False}.get(stated.knowledge)
    return Fact(known, (stated.source,) if stated.source else (), remedy="" if known is not None else help_)


def _opened(conduct: Conduct) -> Fact:
    codes = tuple(evaluation.code for evaluation in conduct.evaluations)
    return Fact(bool(codes), codes, remedy="" if codes else "evalflow cycle open DIALOGUE --opens DATE …")


def _changes_unreasoned(conduct: Conduct) -> Fact:
    """Return how many changes and corrections have no reason. Corrections that older versions took may have none."""
    silent = [
        (change.kind == "correction", f"{objective.code} ({change.field})")
        for objective in conduct.objectives
        for change in objective.changes
        if change.is_unreasoned and not goes_along(objective, change)
    ]
    changes = [name for corrected, name in silent if not corrected]
    corrections = [name for corrected, name in silent if corrected]
    notes = [f"{_are(len(changes), 'change')} without a stated reason: {_listed(changes)}"] * bool(changes)
    said = f"{_are(len(corrections), 'correction')} without a recorded reason: {_listed(corrections)}"
    notes += [said] * bool(corrections)
    return _count(len(silent), "; ".join(notes), "evalflow objective amend OBJECTIVE … --reason TEXT")


def _linted(conduct: Conduct, today: date) -> Fact:
    published = publishing(conduct.registers.get("publication", ()), today)
    return linted_objectives(conduct.dialogue, conduct.objectives, published[0].code if published else "")


def _conditions_met(conduct: Conduct, today: date) -> Fact:
    """Return how many conditions for the resumption of a suspended dialogue are met; none where none is stated."""
    changes = standing_changes(conduct.dialogue, conduct.registers.get("suspension", ()))
    last = changes[-1] if changes else None
    if last is None or last.becomes != "suspended":
        return Fact(0)
    said = judged(last, conduct.registers.get("condition", ()))
    words = max(len(words_of(last)) - len(said), 0)  # of which nobody has judged yet whether they are met
    if words and not said and not last.resume_when:
        note = "the conditions are stated in words, and nobody has judged on record whether one is met"
        return Fact(None, (last.source,), JUDGE, note)
    facts = Supply({name: of for name, of in _on_conduct(conduct, today).items() if name != "resumption"})
    truths = [judge(parse(rule), facts, {}, today).truth for rule in last.resume_when]
    met = truths.count("true") + sum(one.values["met"] == "yes" for one in said.values())
    unknown = truths.count("unknown") + words
    sources = (last.source, *(f"{entry.code}: {entry.source}" for entry in said.values()))
    return Fact(Between(met, met + unknown) if unknown else met, sources, remedy=JUDGE if words else "")


def _objectives_public(conduct: Conduct, today: date) -> Fact:
    """Return yes where their publication is on record, which may be younger than what a source states of them."""
    if published := publishing(conduct.registers.get("publication", ()), today):
        return Fact(True, tuple(f"{entry.code}: {entry.source}" for entry in published))
    standing = [one for one in conduct.objectives if not one.withdrawn_on]
    if standing and all(objective.published_on for objective in standing):
        return Fact(True, tuple(f"{one.code}: published {one.published_on}" for one in standing))
    stated = conduct.dialogue.stated("objectives_published")
    known = {"stated": True, "stated-none": False}.get(stated.knowledge)
    if known is not None:
        return Fact(known, (stated.source,))
    help_ = "evalflow record add publication --dialogue DIALOGUE --set of=objectives --set public=yes …"
    return Fact(None, remedy=help_)


def _terms(progress: Progress) -> dict[str, Fact]:
    evaluation = progress.evaluation
    terms, body, code = evaluation.terms, evaluation.body, evaluation.code
    publish = f"evalflow cycle publish-terms {code} --timetable URL --criteria URL --on DATE"
    name = f"evalflow cycle name-body {code} NAME --accountable-to WHOM"
    sources = (terms.timetable_url, terms.criteria_url) if terms else ()
    return {
        "terms.timetable_published": _yes_no(terms is not None, "the timetable is not published", publish, sources[:1]),
        "terms.criteria_published": _yes_no(terms is not None, "the criteria are not published", publish, sources[1:]),
        "terms.body_named": _yes_no(body is not None, "no evaluating body is named", name),
    }


def _inputs(progress: Progress) -> Mapping[str, Fact]:
    """Return them each by itself: which late ones wait is asked at each look, and few of thousands are late."""
    return Each({
        "inputs.received": lambda: Fact(len(progress.inputs)),
        "inputs.points_open": lambda: _points_open(progress.evaluation.code, progress.unanswered()),
        "inputs.unconfirmed": lambda: _unconfirmed(progress.evaluation.code, progress.unanswered().unconfirmed),
        "inputs.undecided_late": lambda: _undecided(progress.late),
        "inputs.window_days": lambda: due_process.window_days(progress),
        "inputs.acknowledged_within": lambda: due_process.acknowledged(progress),
    })  # fmt: skip


def _points_open(cycle: str, unanswered: Unanswered) -> Fact:
    numbers: dict[str, list[str]] = {}
    for code, number in unanswered.first:
        numbers.setdefault(code, []).append(str(number))
    waiting = [f"{code} point {', '.join(points)}" for code, points in numbers.items()]
    only_unconfirmed = unanswered.unconfirmed >= unanswered.inputs
    return _count(
        unanswered.points,
        f"{_are(unanswered.points, 'point')} without an answer: {_listed(waiting, of=unanswered.inputs)}",
        f"evalflow input unconfirmed {cycle}"
        if only_unconfirmed
        else "evalflow input dispose INPUT POINT --as-kind used|partly|not-used|… --reason TEXT",
    )


def _unconfirmed(cycle: str, count: int) -> Fact:
    return _count(
        count,
        f"an erasure or a withdrawal of {count} {'input' if count == 1 else 'inputs'} is not confirmed by another "
        "person",
        f"evalflow input unconfirmed {cycle}",
    )


def _undecided(late: Sequence[Input]) -> Fact:
    pending = [
        input_.code
        for input_ in late
        if input_.late == "pending" and not input_.after_adoption and not input_.withdrawn_at
    ]
    return _count(
        len(pending),
        f"{_are(len(pending), 'late input')} neither accepted nor declined: {_listed(pending)}",
        "evalflow input accept-late INPUT --reason TEXT (or --decline)",
    )


def _findings(conduct: Conduct, progress: Progress, today: date) -> dict[str, Fact]:
    """Return how many ratings are still to come: of what is due, and of what the record has changed since."""
    found = {finding.objective: finding for finding in progress.findings}
    unrated = [
        objective.code
        for objective in conduct.objectives
        if is_due(objective, today) and (objective.id not in found or found[objective.id].status == "not-due")
    ]
    rated = [one for one in conduct.objectives if one.id in found and one.code not in unrated]
    again = _again(conduct, progress, [(one, found[one.id]) for one in rated])
    notes = [f"{_are(len(unrated), 'objective')} due and not rated: {_listed(unrated)}"] * bool(unrated)
    notes += [f"{_are(len(codes), what)} {reason}: {_listed(codes)}" for (what, reason), codes in again.items()]
    return {
        "findings.unrated": _count(
            len(unrated) + len({code for codes in again.values() for code in codes}),
            "; ".join(notes),
            f"evalflow finding rate {progress.evaluation.code} OBJECTIVE --status … --contribution … --text TEXT",
        ),
    }


def _again(
    conduct: Conduct, progress: Progress, rated: Sequence[tuple[Objective, Finding]]
) -> dict[tuple[str, str], list[str]]:
    """Return the codes of the objectives by what of them is to be made again, a rating or a proposal, and why."""
    said = {deliberation.objective: deliberation for deliberation in progress.deliberations}
    linked = said or any(found.link for _, found in rated)
    sessions = [entry for name in SESSIONS for entry in conduct.registers.get(name, ())] if linked else []
    grounds, again = Grounds(conduct.registers, progress.input_named), dict[tuple[str, str], list[str]]()
    for objective, finding in rated:
        items = evidence_on(objective.code, conduct.registers.get("evidence", ()))
        reasons = outdated(finding, objective, ceiling(items), sessions, grounds, items)
        stale = stale_proposals(said.get(objective.id), objective, ceiling(items), sessions, grounds)
        for reason in reasons:
            again.setdefault(("rating", reason), []).append(objective.code)
        for reason in () if reasons else open_proposals(finding, stale):
            again.setdefault(("proposal", reason), []).append(objective.code)
    return again


def _dated(conduct: Conduct, progress: Progress, today: date) -> Fact:
    gaps = gaps_in(REGISTERS["request"], conduct.completeness, today)
    requests = conduct.registers.get("request", ())
    return dated_objectives(conduct.objectives, progress.findings, requests, gaps, today)


def _graded(conduct: Conduct, progress: Progress, today: date) -> Fact:
    """Return status and grade of evidence of each objective; of one that is due and not rated both are unknown."""
    found = {finding.objective: finding for finding in progress.findings}
    items = []
    for objective in conduct.objectives:
        rated = found.get(objective.id)
        if rated or is_due(objective, today):
            status, grade = (rated.status, rated.evidence) if rated else (None, None)
            source = (f"{objective.code}: rated in {progress.evaluation.code}",) if rated else ()
            items.append(
                FactItem(objective.code, {"code": objective.code, "status": status, "evidence": grade}, source)
            )
    rate = f"evalflow finding rate {progress.evaluation.code} OBJECTIVE --status … --contribution … --text TEXT"
    gaps = () if conduct.objectives else (FactItem("the dialogue's objectives"),)
    return Fact(Listing(tuple(items), gaps), remedy=rate)


def _criteria(conduct: Conduct, progress: Progress) -> dict[str, Fact]:
    """Return how many criteria are still to check: those that never were, and those the record has changed for."""
    checked = {criterion.code for criterion in progress.evaluation.checked}
    unchecked = [one.code for one in progress.criteria if one.code not in checked]
    again = _checked_before_a_change(conduct, progress)
    words = ("suspension criterion", "suspension criteria")
    notes = [f"{_are(len(unchecked), *words)} not checked: {_listed(unchecked)}"] * bool(unchecked)
    notes += [f"{_are(len(again), *words)} checked before the record changed: {_listed(again)}"] * bool(again)
    help_ = f"evalflow criteria check {progress.evaluation.code}"
    return {"criteria.unchecked": _count(len(unchecked) + len(again), "; ".join(notes), help_)}


def _checked_before_a_change(conduct: Conduct, progress: Progress) -> list[str]:
    evaluation = progress.evaluation
    if evaluation.checked_at is None or evaluation.adoption:
        return []
    day = local_day(evaluation.checked_at, progress.cycle.zone)
    return outdated_checks(evaluation.checked, progress.criteria, facts_of(conduct, progress, day), day)


def _recommendations(progress: Progress) -> dict[str, Fact]:
    """Return how many recommendations nobody has followed up in this cycle: the carried ones, and all of them."""
    cycle = progress.evaluation.id
    waiting = [
        recommendation
        for recommendation in progress.recommendations
        if recommendation.stands and recommendation.followed_in(cycle) is None
    ]
    carried = [one.code for one in waiting if one.cycle != cycle]
    codes = [one.code for one in waiting]
    help_ = f"evalflow recommendation follow-up {progress.evaluation.code} RECOMMENDATION --status … --text TEXT"
    return {
        "recommendations.carried_open": _count(
            len(carried), f"what became of {len(carried)} carried over is not noted: {_listed(carried)}", help_
        ),
        "recommendations.unfollowed": _count(
            len(codes), f"what became of {len(codes)} is not noted: {_listed(codes)}", help_
        ),
    }


def _report(progress: Progress) -> dict[str, Fact]:
    evaluation, code = progress.evaluation, progress.evaluation.code
    return {
        "report.drafted": _yes_no(
            _drafted_in_time(progress), "no draft of the report was made in this step", f"evalflow report build {code}"
        ),
        "report.adopted": _yes_no(
            evaluation.adoption is not None, "the report is not adopted", f"evalflow report adopt {code}"
        ),
        "report.published": _yes_no(
            evaluation.publication is not None, "the report is not published", f"evalflow report publish {code}"
        ),
    }


def _evaluation(progress: Progress) -> dict[str, Fact]:
    adoption, publication = progress.evaluation.adoption, progress.evaluation.publication
    found = {
        "evaluation.adopted_on": Fact(adoption.adopted_on if adoption else None),
        "evaluation.published_on": Fact(publication.published_on if publication else None),
    }
    if due := progress.workflow.report_due:
        promised = counted(progress.workflow, progress.cycle.opening, due, progress.cycle.zone)
        source = f"workflow {progress.workflow.name} {progress.workflow.version}"
        found["evaluation.due_on"] = Fact(promised.on, (source,))
    return found


def _drafted_in_time(progress: Progress) -> bool:
    """Return whether a draft was made since the step that asks for one opened: a returned draft is made anew."""
    drafted = progress.evaluation.drafted_at
    opened = [state.opened_at for name, state in progress.cycle.open.items() if _asks_for_draft(progress, name)]
    return drafted is not None and all(at <= drafted for at in opened)


def _asks_for_draft(progress: Progress, name: str) -> bool:
    return any("report.drafted" in references(gate.rule) for gate in step_named(progress.workflow, name).requires)


def _yes_no(value: bool, note: str, remedy: str, sources: tuple[str, ...] = ()) -> Fact:
    return Fact(value, sources, remedy="" if value else remedy, note="" if value else note)


def _count(value: int, note: str, remedy: str) -> Fact:
    return Fact(value, remedy=remedy if value else "", note=note if value else "")


def _are(count: int, one: str, many: str = "") -> str:
    return f"{count} {one} is" if count == 1 else f"{count} {many or one + 's'} are"


def _listed(names: Iterable[str], most: int = 8, of: int = 0) -> str:
    """Return the first names, and how many more there are: out of `of`, where not all of them are given."""
    every = list(names)
    shown, count = every[:most], max(of, len(every))
    return f"{', '.join(shown)} and {count - len(shown)} more" if count > len(shown) else ", ".join(shown)
