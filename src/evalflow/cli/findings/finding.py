"""Findings: objectives rated on evidence, and what is still to rate."""

from collections.abc import Callable
from dataclasses import astuple
from typing import Any, Final, get_args

import click

from evalflow.cli.frame.frame import DATE, Call, CommandFamily, changes, reads
from evalflow.errors import InvalidInput, Problem
from evalflow.evaluation.findings.findings import CONTRIBUTIONS, Cooperation, Link, Votes
from evalflow.evaluation.registers.evidence import EVIDENCE, Evidence
from evalflow.evaluation.statements import STATUSES
from evalflow.usecases.findings import findings
from evalflow.usecases.findings.findings import RatedObjective, Rating

finding = CommandFamily("finding", help="Rate objectives on evidence.")

_RESTS: Final[dict[Evidence, str]] = {
    "strong": "on strong evidence",
    "moderate": "on moderate evidence",
    "weak": "on weak evidence",
    "claim": "on a claim alone",
    "none": "without evidence",
}
_COOPERATIONS = [said for said in get_args(Cooperation) if said]


def rates(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options with which somebody says how far an objective is met."""
    for option in (
        click.option("--alternative", default="", help="What else may explain the change."),
        click.option("--mechanism", default="", help="How the dialogue may have led to the change."),
        click.option("--changed-on", type=DATE, default="", help="When what it is about changed."),
        click.option("--raised-in", default="", metavar="CODE", help="The session, or item on its agenda, before it."),
        click.option("--text", required=True, help="The rating in words: what it rests on, what speaks against it."),
        click.option(
            "--contribution", type=click.Choice(CONTRIBUTIONS), required=True, help="What the dialogue did for it."
        ),
        click.option("--evidence", type=click.Choice(EVIDENCE), help="Its grade; without, what the record allows."),
        click.option("--status", type=click.Choice(STATUSES), required=True, help="How far it is met."),
    ):
        run = option(run)
    return run


def linked(given: dict[str, Any]) -> dict[str, Any]:
    """Return what was given with the four options on the link to the dialogue as one, or none where none was given."""
    link = Link(*(given.pop(name) for name in ("raised_in", "changed_on", "mechanism", "alternative")))
    return {**given, "link": link if any(astuple(link)) else None}


NO_OBJECTIVES = "The dialogue has no objective on record: there are none to rate."
NONE_DUE = "No objective of the dialogue is due: there are none to rate."


@finding.command(
    "rate",
    example="evalflow finding rate UK-CHINA-2027 UK-06 --status partial --contribution no-link "
    "--basis UK-CHINA-2027/NGO/001 --part a=partial --part b=not-assessable "
    '--text "Rules on complaints were handed over at a session (example)."',
)
@click.argument("code")
@click.argument("objective")
@rates
@click.option("--missing", default="", help="Which evidence was missing; needed where it is not assessable.")
@click.option("--cooperation", type=click.Choice(_COOPERATIONS), help="How the counterpart answered when asked.")
@click.option("--basis", multiple=True, metavar="CODE", help="An input or entry that it rests on; repeat it for each.")
@click.option("--part", "parts", multiple=True, metavar="LETTER=STATUS", help="The rating of one part; repeat it.")
@click.option("--below-because", default="", help="Why the evidence is graded below what the record allows.")
@click.option("--votes", metavar="FOR:AGAINST:ABSTAINED", help="How the body decided, such as 4:1:0.")
@click.option("--reason", default="", help="Why an earlier rating changes, of this cycle or the last one.")
@changes
def rate(call: Call, code: str, objective: str, parts: tuple[str, ...], votes: str | None, **given: Any) -> None:
    """Rate one objective in a cycle, as the body decided. Ratings are never averaged.

    The grade of the evidence is computed from the items on record (`evalflow record add evidence`) and is the highest
    that may be given. A contribution of the dialogue is claimed only for a change after the session that raised it.
    """
    given["cooperation"] = given["cooperation"] or ""
    rating = Rating(parts=_parts(parts), votes=_votes(votes), **linked(given))
    rated = findings.rate(call.door, code, objective, rating)
    call.show(objective.upper())
    lower = f" The record allows {rated.ceiling}." if rated.below_because else ""
    call.say(f"{objective.upper()} is rated {words(rated.status)}, {_RESTS[rated.evidence]}.{lower}")


@finding.command("list", example="evalflow finding list UK-CHINA-2027")
@click.argument("code")
@reads
def list_(call: Call, code: str) -> None:
    """List what is rated in a cycle, and what is still to rate."""
    found = findings.list_findings(call.door, code)
    columns = {"objective": "Objective", "title": "Title", "status": "Status", "evidence": "Evidence",
               "allowed": "Allowed", "contribution": "Contribution", "due": "Due"}  # fmt: skip
    for_people = call.form == "table"
    if for_people:
        del columns["allowed"]  # `finding show` tells of it
    call.show_table(columns, [_row(one, for_people) for one in found])
    unrated = [one.objective.code for one in found if one.due and not _is_rated(one)]
    if unrated:
        call.say(f"Still to rate: {', '.join(unrated)}. Type: evalflow finding rate {code.upper()} {unrated[0]} …")
    elif again := [one.objective.code for one in found if one.outdated]:
        call.say(f"To be rated again: {', '.join(again)}. Why: evalflow finding show {code.upper()} {again[0]}")
    elif any(rated.due for rated in found):
        call.say("Every objective that is due is rated.")
    else:
        call.say(NONE_DUE if found else NO_OBJECTIVES)


def _row(rated: RatedObjective, for_people: bool) -> list[str | bool]:
    found, objective = rated.finding, rated.objective
    told = (found.status, found.evidence, found.contribution) if found else ("", "", "")
    if not for_people:
        return [objective.code, objective.title, *told[:2], rated.allowed.grade, told[2], rated.due]
    status, evidence, link = map(words, told)
    unrated = "to be rated" if rated.due else "withdrawn" if objective.withdrawn_on else "not due yet"
    due = "yes" if rated.due else f"on {objective.due}" if objective.due and not objective.withdrawn_on else "no"
    return [objective.code, objective.title, status or unrated, evidence, link, due]


def _is_rated(rated: RatedObjective) -> bool:
    """Return whether a finding counts as a rating: “not due” said before it fell due does not."""
    return rated.finding is not None and rated.finding.status != "not-due"


def words(code: str) -> str:
    """Return a word of the record as a reader writes it."""
    return code.replace("-", " ")


def _votes(typed: str | None) -> Votes | None:
    if typed is None:
        return None
    numbers = typed.split(":")
    if len(numbers) != 3 or not all(one.isascii() and one.isdigit() and len(one) < 6 for one in numbers):
        raise click.BadParameter(
            "Write three numbers with colons, in favour, against and abstained: 4:1:0.", param_hint="'--votes'"
        )
    return Votes(*map(int, numbers))


def _parts(typed: tuple[str, ...]) -> dict[str, str]:
    """Return LETTER=STATUS as a mapping; every one that is no pair or comes twice is named at once."""
    parts: dict[str, str] = {}
    wrong = []
    for one in typed:
        letter, sign, status = one.partition("=")
        if not sign:
            wrong.append(Problem("--part", f"{one!r} is not LETTER=STATUS, such as a=met."))
        elif letter in parts:
            wrong.append(Problem("--part", f"{letter} is rated twice."))
        parts[letter] = status
    if wrong:
        raise InvalidInput("bad-parts", "The ratings of the parts cannot be taken:", wrong)
    return parts
