"""What the body weighs: one objective with all that is on record, proposals, remarks, dissent, the distribution."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import click

from evalflow.cli.findings.finding import finding, linked, rates, words
from evalflow.cli.frame.frame import NAME, Call, changes, reads
from evalflow.cli.frame.output import Table, Value
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.evidence import EVIDENCE
from evalflow.evaluation.statements import STATUSES
from evalflow.usecases.findings import findings
from evalflow.usecases.findings.findings import RatedObjective, Rating

_ITEM: Final = ("code", "supports", "type", "group", "party", "shown_on", "says")
_PROPOSAL: Final = ("by", "status", "evidence", "contribution", "text", "proposed_at")
_STALE: Final = ("by", "reasons")
_REMARK: Final = ("by", "text", "said_at")


@finding.command("show", example="evalflow finding show UK-CHINA-2027 UK-06")
@click.argument("code")
@click.argument("objective")
@reads
def show(call: Call, code: str, objective: str) -> None:
    """Show one objective: the evidence on record and what it allows, proposals, remarks, the rating, dissent."""
    rated, names = findings.show_finding(call.door, code, objective)
    if call.form == "table":
        call.show("\n".join(_page(rated, names)))
    else:
        call.show_record(_everything(rated, names))


def _page(one: RatedObjective, names: Mapping[str, str]) -> Iterator[str]:
    found, objective = one.finding, one.objective
    yield f"{objective.code} · {objective.title}"
    yield f"{objective.text}\n"
    yield f"The evidence on record allows: {one.allowed.grade}. {' '.join(one.allowed.reasons)}"
    for item in one.items:
        held = item.values
        kind = f"{words(held['type'])}, {held['group']}{', a party' if held['party'] == 'yes' else ''}"
        settled = f" (settled on {held['settled_on']})" if "settled_on" in held else ""
        yield f"  {item.code} {held['supports']}{settled}: {held['says']} [{kind}; {held['shown_on']}]"
    if one.elsewhere:
        yield "Others rated it:"
    for rated in one.elsewhere:
        yield f"  {rated}"
    for proposal in one.deliberation.proposals if one.deliberation else ():
        grade = f"{words(proposal.status)}, {proposal.evidence}, {words(proposal.contribution)}"
        yield f"\nProposed by {names[proposal.by]}: {grade}\n  {proposal.text}"
        for why in one.stale.get(proposal.by, ()):
            yield f"  To be proposed again. The proposal is {why}."
    for remark in one.deliberation.remarks if one.deliberation else ():
        yield f"\n{names[remark.by]} said: {remark.text}"
    if found is None:
        yield "\nNot rated yet." if one.due else "\nWithdrawn." if objective.withdrawn_on else "\nNot due yet."
        return
    for why in one.outdated:
        yield f"\nTo be rated again. The rating is {why}."
    yield f"\nRated {words(found.status)}, {found.evidence} evidence, {words(found.contribution)}: {found.text}"
    if found.below_because:
        yield f"  Graded below {found.ceiling} because: {found.below_because}"
    if link := found.link:
        yield f"  Raised in {link.raised_in}, changed {link.changed_on}. {link.mechanism} Or else: {link.alternative}"
    for was in found.earlier:
        yield f"  Before, it was rated {words(was.status)}. It was changed because: {was.reason}"
    if found.since:
        yield f"  {found.since.cycle} rated it {words(found.since.status)}. It changed because: {found.since.reason}"
    if votes := found.votes:
        yield f"  Votes: {votes.in_favour} in favour, {votes.against} against, {votes.abstained} abstained"
    for dissenting in found.dissents:
        yield f"  Dissent of {dissenting.by}: {dissenting.text}"


def _everything(rated: RatedObjective, names: Mapping[str, str]) -> dict[str, Value | Table]:
    found, deliberation = rated.finding, rated.deliberation
    proposals: list[list[Value]] = [
        [names[p.by], p.status, p.evidence, p.contribution, p.text, p.proposed_at]
        for p in (deliberation.proposals if deliberation else ())
    ]
    remarks: list[list[Value]] = [
        [names[r.by], r.text, r.said_at] for r in (deliberation.remarks if deliberation else ())
    ]
    return {
        "objective": rated.objective.code, "title": rated.objective.title, "due": rated.due,
        "allowed": rated.allowed.grade, "reasons": list(rated.allowed.reasons),
        "status": found.status if found else "", "evidence": found.evidence if found else "",
        "contribution": found.contribution if found else "", "text": found.text if found else "",
        "below_because": found.below_because if found else "",
        "items": _table(_ITEM, [[_of(item, name) for name in _ITEM] for item in rated.items]),
        "rated_by_others": list(rated.elsewhere), "to_be_rated_again": list(rated.outdated),
        "to_be_proposed_again": _table(_STALE, [[names[by], list(reasons)] for by, reasons in rated.stale.items()]),
        "proposals": _table(_PROPOSAL, proposals), "remarks": _table(_REMARK, remarks),
        "dissents": _table(("by", "text"), [[d.by, d.text] for d in (found.dissents if found else ())]),
    }  # fmt: skip


def _of(item: Entry, name: str) -> str:
    return item.code if name == "code" else item.values.get(name, "")


def _table(names: tuple[str, ...], rows: list[list[Value]]) -> Table:
    return Table({name: name for name in names}, rows)


@finding.command(
    "propose",
    example="evalflow finding propose UK-CHINA-2027 UK-06 --status partial --contribution no-link "
    '--text "Rules were handed over (example)."',
)
@click.argument("code")
@click.argument("objective")
@rates
@click.option("--missing", default="", help="Which evidence was missing; needed where it is not assessable.")
@changes
def propose(call: Call, code: str, objective: str, **given: Any) -> None:
    """Propose a rating as one of several evaluators. The body rates; where proposals differ, with its votes."""
    deliberation = findings.propose(call.door, code, objective, Rating(**linked(given)))
    call.show(objective.upper())
    count = len(deliberation.proposals)
    differ = " They differ: the rating will need --votes." if deliberation.disputed else ""
    call.say(f"{count} proposal{'s' if count > 1 else ''} for {objective.upper()}.{differ}")


@finding.command(
    "discuss", example='evalflow finding discuss UK-CHINA-2027 UK-06 --text "Both sources are one (example)."'
)
@click.argument("code")
@click.argument("objective")
@click.option("--text", required=True, help="What is said.")
@changes
def discuss(call: Call, code: str, objective: str, text: str) -> None:
    """Put a remark on record that an evaluator makes. The log is kept and not published."""
    deliberation = findings.discuss(call.door, code, objective, text)
    call.show(objective.upper())
    call.say(f"Remark {len(deliberation.remarks)} on {objective.upper()} is on record.")


@finding.command(
    "dissent",
    example='evalflow finding dissent UK-CHINA-2027 UK-06 --by "A member (example)" --text "Nothing has changed."',
)
@click.argument("code")
@click.argument("objective")
@click.option("--by", type=NAME, required=True, help="The member of the body who dissents.")
@click.option("--text", required=True, help="The dissent, as it is to be printed.")
@changes
def dissent(call: Call, code: str, objective: str, by: str, text: str) -> None:
    """Record a member's dissent from a rating. The report prints it beside the rating."""
    found = findings.dissent(call.door, code, objective, by, text)
    call.show(objective.upper())
    call.say(f"The rating of {objective.upper()}, {words(found.status)}, stands with the dissent of {by}.")


@finding.command("summary", example="evalflow finding summary UK-CHINA-2027")
@click.argument("code")
@reads
def summary(call: Call, code: str) -> None:
    """Show how many objectives have each status, by the grade of their evidence. Nothing is averaged."""
    found = [one for one in findings.list_findings(call.door, code) if not one.objective.withdrawn_on]
    counts = Counter((one.finding.status, one.finding.evidence) for one in found if one.finding)
    columns: dict[str, str] = {"status": "Status", **{str(one): str(one) for one in EVIDENCE}, "all": "All"}
    rows: list[list[Value]] = []
    for status in STATUSES:
        numbers = [counts[status, grade] for grade in EVIDENCE]
        rows += [[words(status), *numbers, sum(numbers)]] * bool(sum(numbers))
    call.show_table(columns, rows)
    unrated = sum(rated.finding is None and rated.due for rated in found)
    call.say(f"{sum(counts.values())} of {len(found)} objectives are rated; {unrated} due and not rated.")
