"""Findings: objectives rated on evidence, and what is still to rate."""

from typing import Any, Final, get_args

import click

from evalflow.cli.frame import Call, Family, changes, reads
from evalflow.errors import InvalidInput, Problem
from evalflow.evaluation.findings import CONTRIBUTIONS, EVIDENCE, STATUSES, Cooperation, Evidence
from evalflow.usecases import findings
from evalflow.usecases.findings import RatedObjective, Rating

finding = Family("finding", help="Rate objectives on evidence.")

_RESTS: Final[dict[Evidence, str]] = {
    "strong": "on strong evidence",
    "moderate": "on moderate evidence",
    "weak": "on weak evidence",
    "claim": "on a claim alone",
    "none": "without evidence",
}
_COOPERATIONS = [said for said in get_args(Cooperation) if said]


NO_OBJECTIVES = "The dialogue has no objective on record: there are none to rate."
NONE_DUE = "No objective of the dialogue is due: there are none to rate."


@finding.command(
    "rate",
    example="evalflow finding rate UK-CHINA-2027 UK-06 --status partial --evidence weak --contribution plausible "
    "--basis UK-CHINA-2027/NGO/001 --part a=partial --part b=not-assessable "
    '--text "Rules on complaints were handed over at a session (example)."',
)
@click.argument("code")
@click.argument("objective")
@click.option("--status", type=click.Choice(STATUSES), required=True, help="How far it is met.")
@click.option("--evidence", type=click.Choice(EVIDENCE), required=True, help="How strong the evidence is.")
@click.option("--contribution", type=click.Choice(CONTRIBUTIONS), required=True, help="What the dialogue did for it.")
@click.option("--text", required=True, help="The rating in words: what it rests on, and what speaks against it.")
@click.option("--missing", default="", help="Which evidence was missing; needed where it is not assessable.")
@click.option("--cooperation", type=click.Choice(_COOPERATIONS), help="How the counterpart answered when asked.")
@click.option("--basis", multiple=True, metavar="CODE", help="An input or entry that it rests on; repeat it for each.")
@click.option("--part", "parts", multiple=True, metavar="LETTER=STATUS", help="The rating of one part; repeat it.")
@click.option("--reason", default="", help="Why an earlier rating changes.")
@changes
def rate(call: Call, code: str, objective: str, parts: tuple[str, ...], **given: Any) -> None:
    """Rate one objective in a cycle. Ratings are never averaged."""
    given["cooperation"] = given["cooperation"] or ""
    rated = findings.rate(call.door, code, objective, Rating(parts=_parts(parts), **given))
    call.show(objective.upper())
    call.say(f"{objective.upper()} is rated {_words(rated.status)}, {_RESTS[rated.evidence]}.")


@finding.command("list", example="evalflow finding list UK-CHINA-2027")
@click.argument("code")
@reads
def list_(call: Call, code: str) -> None:
    """List what is rated in a cycle, and what is still to rate."""
    found = findings.list_findings(call.door, code)
    columns = {"objective": "Objective", "title": "Title", "status": "Status", "evidence": "Evidence",
               "contribution": "Contribution", "due": "Due"}  # fmt: skip
    call.show_table(columns, [_row(one, call.form == "table") for one in found])
    unrated = [one.objective.code for one in found if one.due and not _is_rated(one)]
    if unrated:
        call.say(f"Still to rate: {', '.join(unrated)}. Type: evalflow finding rate {code.upper()} {unrated[0]} …")
    elif any(one.due for one in found):
        call.say("Every objective that is due is rated.")
    else:
        call.say(NONE_DUE if found else NO_OBJECTIVES)


def _row(one: RatedObjective, for_people: bool) -> list[str | bool]:
    found, known = one.finding, one.objective
    told = (found.status, found.evidence, found.contribution) if found else ("", "", "")
    if not for_people:
        return [known.code, known.title, *told, one.due]
    status, evidence, link = map(_words, told)
    unrated = "to be rated" if one.due else "withdrawn" if known.withdrawn_on else "not due"
    due = "yes" if one.due else f"on {known.due}" if known.due and not known.withdrawn_on else "no"
    return [known.code, known.title, status or unrated, evidence, link, due]


def _is_rated(one: RatedObjective) -> bool:
    """Return whether a finding counts as a rating: “not due” said before it fell due does not."""
    return one.finding is not None and one.finding.status != "not-due"


def _words(code: str) -> str:
    return code.replace("-", " ")


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
