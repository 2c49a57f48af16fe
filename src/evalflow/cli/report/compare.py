"""Adopted reports, common objectives and conflicting facts, side by side: conformance and objectives, never a rank."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

import click

from evalflow.cli.findings.criteria_text import wrapped
from evalflow.cli.frame.frame import Call, CommandFamily, reads
from evalflow.cli.frame.places import show_or_write
from evalflow.effects.drawing.charts import BarPart, BarRow, bars_svg, counted_in_words
from evalflow.engine.dates import day_in_words
from evalflow.errors import NotFound
from evalflow.evaluation.comparison import Compared
from evalflow.evaluation.criteria.scorecard import SCORES
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.objectives.objective import UNRECORDED
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.registers.ratings import RatingByOthers, Ratings, RemarkKind, said_by
from evalflow.evaluation.report.side_by_side import Differing
from evalflow.evaluation.report.wording import words
from evalflow.evaluation.statements import STATUSES
from evalflow.usecases.report import comparisons
from evalflow.usecases.report.comparisons import Over, ReportBeside, SharedObjective

compare = CommandFamily("compare", help="Reports, objectives and facts side by side; never a rank.")

_RESULTS: Final = ("tripped", "clear", "cannot tell")
_DRAW: Final = click.option(
    "--draw", "drawn", type=click.Choice(["text", "svg"]), default="text", help="A table, or bars of the statuses."
)
_OUT: Final = click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A new file for the picture.")
_NEVER: Final = "Other objectives, other evidence, other evaluators: nothing here adds up, and no one is ahead."


@compare.command("cycles", example="evalflow compare cycles uk-china")
@click.argument("dialogue")
@_DRAW
@_OUT
@reads
def cycles(call: Call, dialogue: str, drawn: Literal["text", "svg"], out: Path | None) -> None:
    """Show the adopted reports of one dialogue, cycle by cycle."""
    found = comparisons.over_cycles(call.door, dialogue)
    _show(call, found, drawn, out, f"The reports on {dialogue.lower()}, evaluation by evaluation")
    if not found.reports:
        call.say(f"No report on {dialogue.lower()} is adopted yet. See `evalflow cycle list`.")


@compare.command("dialogues", example="evalflow compare dialogues --counterpart China")
@click.option("--counterpart", default="", help="Only dialogues with this government.")
@_DRAW
@_OUT
@reads
def dialogues(call: Call, counterpart: str, drawn: Literal["text", "svg"], out: Path | None) -> None:
    """Show the last adopted report of each dialogue, those that partners have shared among them."""
    found = comparisons.over_dialogues(call.door, counterpart)
    _show(call, found, drawn, out, "The last report on each dialogue")
    if found.without:
        call.say(f"No report is adopted on: {', '.join(found.without)}.")


def _show(call: Call, found: Over, drawn: str, out: Path | None, title: str) -> None:
    if drawn == "svg":
        _draw(call, found.reports, out, title)
        return
    if call.form == "table":
        for beside in found.reports:
            call.show("\n".join(_page(beside)))
    else:
        rows = [_row(one) for one in found.reports]
        names = list(dict.fromkeys(name for row in rows for name in row))
        call.show_table({name: name for name in names}, [[row.get(name, "") for name in names] for row in rows])
    if found.reports:
        call.say(_NEVER)


def _page(beside: ReportBeside) -> Iterator[str]:
    report = beside.report
    shared = f", shared by {beside.shared_by}" if beside.shared_by else ""
    results = Counter(report.criteria.values())
    silent = f", {report.without_reason} of them without a stated reason" if report.without_reason else ""
    yield f"{report.cycle} · {report.partner}–{report.counterpart} · adopted {day_in_words(report.adopted_on)}{shared}"
    yield from wrapped(f"objectives: {counted_in_words(_parts(report)) or 'none rated'}", "  ", "    ")
    yield from wrapped(f"with a timeframe: {report.dated} of {len(report.objectives)}", "  ", "    ")
    unrecorded = f", {report.corrections_unreasoned} of them with {UNRECORDED}" if report.corrections_unreasoned else ""
    yield from wrapped(f"changes: {report.changes}{silent}", "  ", "    ")
    yield from wrapped(f"corrections of the record: {report.corrections}{unrecorded}", "  ", "    ")
    yield from wrapped(f"criteria: {', '.join(f'{results[w]} {w}' for w in _RESULTS if results[w])}", "  ", "    ")
    yield from wrapped(f"recommendations: {counted_in_words(_scores(report)) or 'not checked'}", "  ", "    ")


def _parts(report: Compared) -> tuple[BarPart, ...]:
    return tuple(BarPart(word, report.rated(word)) for word in STATUSES if report.rated(word))


def _scores(report: Compared) -> tuple[BarPart, ...]:
    counts = Counter(report.scorecard.values())
    return tuple(BarPart(word, counts[word]) for word in SCORES if counts[word])


def _row(beside: ReportBeside) -> dict[str, Any]:
    """Return everything that is compared of one report, for programs."""
    report = beside.report
    return {
        "cycle": report.cycle, "dialogue": report.dialogue, "partner": report.partner,
        "counterpart": report.counterpart, "body": report.body, "adopted_on": report.adopted_on,
        "shared_by": beside.shared_by, "objectives": len(report.objectives),
        **{word: report.rated(word) for word in STATUSES}, "not-rated": report.rated(""), "dated": report.dated,
        "changes": report.changes, "without_reason": report.without_reason, "corrections": report.corrections,
        "corrections_unreasoned": report.corrections_unreasoned, "deadlines_moved": report.moved,
        "inputs": report.inputs, "inputs_at_least": report.at_least, **report.criteria, **report.scorecard,
    }  # fmt: skip


def _draw(call: Call, reports: Sequence[ReportBeside], out: Path | None, title: str) -> None:
    rows = [
        BarRow(beside.report.cycle, _parts(beside.report), counted_in_words(_parts(beside.report)))
        for beside in reports
    ]
    if not any(row.parts for row in rows):
        raise NotFound("nothing-to-draw", "No adopted report has a rated objective, so there is nothing to draw.")
    picture = bars_svg(f"{title}. {EXAMPLE_NOTICE}" if call.example else title, rows)
    if show_or_write(call, f"{picture}\n", out):
        call.say(_NEVER)


@compare.command("objectives", example="evalflow compare objectives")
@reads
def objectives(call: Call) -> None:
    """List the objectives that dialogues hold in common, group by group, with what the last report on each found."""
    found = comparisons.common_objectives(call.door)
    if call.form == "table" and found:
        for group in dict.fromkeys(one.group for one in found):
            call.show("\n".join(_group([one for one in found if one.group == group])))
        return
    columns = {
        "group": "Group", "dialogue": "Dialogue", "code": "Code", "title": "Title", "same_as": "Same as",
        "due": "Due", "cycle": "Last report", "status": "Found",
    }  # fmt: skip
    rows = [
        (shared.group, shared.dialogue, shared.objective.code, shared.objective.title, shared.objective.same_as,
         shared.objective.due or "none", shared.cycle or "none", shared.status or "not rated")
        for shared in found
    ]  # fmt: skip
    call.show_table(columns, rows)
    if not found:
        call.say("No objective is said to be the same as another: evalflow objective add … --same-as CODE")


def _group(found: Sequence[SharedObjective]) -> Iterator[str]:
    yield from wrapped(found[0].objective.title, "", "  ")
    for shared in found:
        found_ = (
            f"found {shared.status.replace('-', ' ')} in {shared.cycle}" if shared.status else "not rated in any report"
        )
        due = f"due {shared.objective.due}" if shared.objective.due else "no timeframe"
        yield from wrapped(f"{shared.objective.code} · {shared.dialogue} · {due} · {found_}", "  ", "    ")


@compare.command("facts", example="evalflow compare facts --dialogue uk-china")
@click.option("--dialogue", default="", help="Only facts about this dialogue.")
@reads
def facts(call: Call, dialogue: str) -> None:
    """List the facts that sources, or places in one source, state differently. Nothing is picked."""
    found = comparisons.conflicting_facts(call.door, dialogue)
    if call.form == "table" and found:
        call.show("\n".join(line for one in found for line in _conflict(one)))
        return
    columns = {"dialogue": "Dialogue", "where": "Fact", "says": "Says", "source": "Source"}
    call.show_table(
        columns, [(differing.dialogue, differing.where, *said) for differing in found for said in differing.says]
    )
    if not found:
        call.say("No fact on record is stated in more than one way.")


def _conflict(differing: Differing) -> Iterator[str]:
    yield f"{differing.dialogue}: {differing.where}"
    for text, source in differing.says:
        yield from wrapped(f"{text} ({source})", "  ", "    ")


@compare.command("ratings", example="evalflow compare ratings --dialogue uk-china")
@click.option("--dialogue", default="", help="Only objectives of this dialogue.")
@click.option("--remarked", is_flag=True, help="Only where there is something to notice.")
@reads
def ratings(call: Call, dialogue: str, remarked: bool) -> None:
    """List what others rated, party by party, and where they differ, changed their rating or may have misspelt it.

    The words stay as their sources have them. Enter them with `evalflow record import FILE.csv --register rating`.
    """
    found = comparisons.ratings_given(call.door, dialogue)
    shown = [(known, one) for known, one in found if one.remarks or not remarked]
    if call.form == "table":
        for (code, _), each in groupby(shown, key=lambda pair: (pair[1].objective, pair[0].code)):
            call.show("\n".join(_together(code, list(each))))
    else:
        names = ["dialogue", *_RATED, "body_found", "remarks"]
        call.show_table({name: name for name in names}, [row for each in shown for row in _ratings(*each)])
    if not found:
        call.say("No rating by others is on record: evalflow record add rating --dialogue DIALOGUE …")
        return
    kinds = Counter(kind for _, one in found for kind in {remark.kind for remark in one.remarks})
    notice = "; ".join(f"{kinds[kind]:,} {words}" for kind, words in _REMARKED.items() if kinds[kind])
    given = sum(len(one.given) for _, one in found)
    of = "1 objective or criterion" if len(found) == 1 else f"{len(found):,} objectives or criteria of them"
    told = f"Ratings: {given:,}, of {of}."
    call.say(f"{told} To notice: {notice}." if notice else told)


_RATED: Final = tuple(field.name for field in fields(RatingByOthers))
_REMARKED: Final[Mapping[RemarkKind, str]] = {
    "differ": "where parties differ", "body-differs": "where one differs from the body",
    "changed": "where one was changed", "several": "where one may be several", "spelling": "where one may be misspelt",
}  # fmt: skip


def _together(objective: str, rated: Sequence[tuple[Dialogue, Ratings]]) -> Iterator[str]:
    yield f"{objective} · {rated[0][0].code}"
    for dialogue, one in rated:
        for message in said_by(dialogue, one):
            yield from wrapped(words(message), "  ", "    ")
        if one.found:
            yield from wrapped(f"the body: {one.found.replace('-', ' ')}", "  ", "    ")
        for remark in one.remarks:
            yield from wrapped(f"! {words(remark.says)}", "  ", "    ")


def _ratings(dialogue: Dialogue, one: Ratings) -> Iterator[list[str]]:
    remarks = " ".join(words(remark.says) for remark in one.remarks)
    for rated in one.given:
        yield [dialogue.code, *(getattr(rated, name) for name in _RATED), one.found, remarks]
