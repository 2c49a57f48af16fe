"""Recommendations: drafted with the report, checked in their form, replied to by both governments, followed up."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import click

from evalflow.cli.findings.criteria_text import wrapped
from evalflow.cli.frame.frame import DAY, Call, CommandFamily, changes, reads
from evalflow.cli.frame.output import Table, Value
from evalflow.evaluation.findings.recommendations import (
    ADDRESSED,
    AMENDABLE,
    ANSWERS,
    GOVERNMENTS,
    PRIORITIES,
    PROGRESS,
    Recommendation,
)
from evalflow.evaluation.report.recommendation_lint import CHECKS
from evalflow.usecases.findings import recommendations
from evalflow.usecases.findings.recommendations import ListedRecommendation, RecommendationDraft

recommendation = CommandFamily(
    "recommendation", help="What reports recommend, what governments reply, what became of it."
)

_CODE: Final = "UK-CHINA-2027/REC/01"


@recommendation.command(
    "add",
    example="evalflow recommendation add UK-CHINA-2027 --to partner --due 2027-12-31 --priority high --basis SC-10 "
    '--text "Publish a report on each session within 90 days (example)."',
)
@click.argument("cycle")
@click.option("--text", required=True, help="What is recommended: one thing, in a sentence or two.")
@click.option("--to", type=click.Choice(ADDRESSED), required=True, help="Which government is to reply; or another.")
@click.option("--addressee", default="", help="The office, if not the government as such; needed for another.")
@click.option("--due", type=DAY, help="By which day.")
@click.option("--priority", type=click.Choice(PRIORITIES), required=True, help="How pressing it is.")
@click.option("--basis", multiple=True, metavar="CODE", help="A finding, input or entry behind it; repeat it for each.")
@changes
def add(call: Call, cycle: str, due: date | None, **given: Any) -> None:
    """Draft a recommendation of a cycle's report. It stands as adopted with the report."""
    made = recommendations.recommend(call.door, cycle, RecommendationDraft(due=_day(due), **given))
    call.show(made.code)
    call.say(f"{made.code} is recommended to {made.addressee}{f', by {made.due}' if made.due else ''}.")
    call.say(f"Is its form good? evalflow recommendation lint {cycle.upper()}")


@recommendation.command(
    "amend",
    example=f'evalflow recommendation amend {_CODE} due 2028-03-31 --reason "The ministry asked for time (example)."',
)
@click.argument("code")
@click.argument("field", type=click.Choice(AMENDABLE))
@click.argument("new")
@click.option("--reason", default="", help="Why.")
@changes
def amend(call: Call, code: str, field: str, new: str, reason: str) -> None:
    """Alter one field of a recommendation that is not adopted yet. Codes of a basis stand with blanks between them."""
    _refuse_word(field, new)
    changed = recommendations.amend(call.door, code, field, new, reason)
    call.show(changed.code)
    call.say(f"{changed.code}: {field} is now {new or 'empty'}.")


@recommendation.command("withdraw", example=f'evalflow recommendation withdraw {_CODE} --reason "Double (example)."')
@click.argument("code")
@click.option("--reason", default="", help="Why it is taken back; always needed.")
@changes
def withdraw(call: Call, code: str, reason: str) -> None:
    """Take back a recommendation that is not adopted yet. It stays on record with the reason."""
    call.show(recommendations.withdraw(call.door, code, reason).code)
    call.say("It is withdrawn and will not be in the report.")


@recommendation.command("list", example="evalflow recommendation list UK-CHINA-2027")
@click.argument("cycle")
@reads
def list_(call: Call, cycle: str) -> None:
    """List what a cycle recommends and what was carried into it, with replies, status and age in cycles."""
    found = recommendations.list_recommendations(call.door, cycle)
    if call.form == "table" and found:
        call.show("\n".join(line for listed in found for line in _lines(listed)))
        return
    columns = {
        "code": "Code", "to": "To", "due": "Due", "priority": "Priority", "partner": "Partner",
        "counterpart": "Counterpart", "status": "Status", "age": "Age", "text": "Text",
    }  # fmt: skip
    call.show_table(columns, [_row(one) for one in found])
    if not found:
        call.say(f"Nothing is recommended yet: evalflow recommendation add {cycle.upper()} --text …")


@recommendation.command("show", example=f"evalflow recommendation show {_CODE}")
@click.argument("code")
@reads
def show(call: Call, code: str) -> None:
    """Show one recommendation: what it rests on, every reply with its reasons, and what every cycle found of it."""
    listed, cycles = recommendations.show_recommendation(call.door, code)
    if call.form == "table":
        call.show("\n".join(_page(listed, cycles)))
    else:
        call.show_record(_everything(listed, cycles))


@recommendation.command("lint", example="evalflow recommendation lint UK-CHINA-2027")
@click.argument("cycle")
@reads
def lint(call: Call, cycle: str) -> None:
    """Check the form of what a cycle recommends: addressed, dated, resting on findings, one thing, short."""
    linted_recommendations = recommendations.lint(call.door, cycle)
    columns = {"code": "Code", **{name: name for name in CHECKS}}
    call.show_table(
        columns,
        [
            (linted_recommendation.recommendation.code, *(c.result for c in linted_recommendation.checks.values()))
            for linted_recommendation in linted_recommendations
        ],
    )
    for one in linted_recommendations:
        for name, checked in one.checks.items():
            if checked.result == "fail":
                call.say(f"{one.recommendation.code} {name}: {checked.why}")
    if not linted_recommendations:
        call.say(f"Nothing is recommended yet: evalflow recommendation add {cycle.upper()} --text …")


@recommendation.command(
    "reply",
    example=f"evalflow recommendation reply {_CODE} --by partner --answer partly --on 2027-06-01 "
    '--reasons "Reports will be published, in summary (example)." --source "letter of 1 June 2027 (example)"',
)
@click.argument("code")
@click.option("--by", type=click.Choice(GOVERNMENTS), required=True, help="Which government.")
@click.option("--answer", type=click.Choice(ANSWERS), required=True, help="Whether it accepts it.")
@click.option("--reasons", default="", help="Its reasons; needed unless it is accepted.")
@click.option("--on", "received_on", type=DAY, required=True, help="When the reply was received.")
@click.option("--source", required=True, help="Where it stands: a letter, an input, a page.")
@changes
def reply(call: Call, code: str, by: Any, answer: Any, received_on: date, **given: Any) -> None:
    """Record what a government replies: before adoption to the draft, after it to the report.

    A later reply stands in place of an earlier one of the same window, which stays on record.
    """
    given_reply = recommendations.reply(call.door, code, by, answer, received_on=received_on.isoformat(), **given)
    call.show(code.upper())
    late = " It came after the window had closed." if given_reply.late else ""
    call.say(f"To the {given_reply.stage}, the {by} replies: {_WORDS[answer]}.{late}")


@recommendation.command(
    "follow-up",
    example=f"evalflow recommendation follow-up UK-CHINA-2027 {_CODE} --status under-way "
    '--text "One of two reports was published (example)."',
)
@click.argument("cycle")
@click.argument("code")
@click.option("--status", type=click.Choice(PROGRESS), required=True, help="What it has come to.")
@click.option("--text", required=True, help="In words, and how that is known.")
@click.option("--on", type=DAY, help="The day for which that is said; today unless told.")
@click.option("--basis", multiple=True, metavar="CODE", help="What shows it; repeat it for each.")
@changes
def follow_up(call: Call, cycle: str, code: str, status: Any, on: date | None, **given: Any) -> None:
    """Record what has become of a recommendation, as a cycle finds it.

    What is implemented, overtaken or abandoned is carried no further; all else goes into the next cycle.
    """
    known = recommendations.follow_up(call.door, cycle, code, status, on=_day(on), **given)
    call.show(known.code)
    end = "" if not known.ended else " It is carried no further."
    call.say(f"{known.code} is {status.replace('-', ' ')}.{end}")


_WORDS: Final = {"accepted": "accepted", "partly": "accepted in part", "rejected": "rejected"}
_VOCABULARIES: Final = {"to": ADDRESSED, "priority": PRIORITIES}


def _refuse_word(field: str, new: str) -> None:
    words = _VOCABULARIES.get(field)
    if words and new not in words:
        raise click.BadParameter(f"{new!r} is none of: {', '.join(words)}.", param_hint=f"'{field}'")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _row(listed: ListedRecommendation) -> list[Value]:
    known = listed.recommendation
    replies = [_answered(known, government) for government in GOVERNMENTS]
    status = "withdrawn" if not known.stands else known.status or ("not looked at" if listed.adopted else "draft")
    return [known.code, known.to, known.due, known.priority, *replies, status, listed.age, known.text]


def _lines(listed: ListedRecommendation) -> Iterator[str]:
    """Yield one recommendation as people read it in a list."""
    code, _, due, priority, *replies, status, age, _ = _row(listed)
    aged = f" · carried {age} {'cycle' if age == 1 else 'cycles'}" if age else ""
    yield from wrapped(f"{code} · {priority} · {due or 'no day'} · {str(status).replace('-', ' ')}{aged}", "", "  ")
    yield from wrapped(listed.recommendation.text, "  ", "  ")
    said = zip(GOVERNMENTS, replies, strict=True)
    told = "; ".join(f"{side}: {answer}" for side, answer in said if answer != "–")
    yield from wrapped(f"To {listed.recommendation.addressee}. {told}".strip(), "  ", "  ")


def _answered(known: Recommendation, government: Any) -> str:
    if government not in known.asked:
        return "–"
    reply = known.reply_of(government) or known.reply_of(government, "draft")
    return reply.answer if reply else "no reply"


def _page(listed: ListedRecommendation, cycles: Mapping[str, str]) -> Iterator[str]:
    known = listed.recommendation
    state = "withdrawn" if not known.stands else "adopted" if listed.adopted else "a draft"
    yield f"{known.code} · {known.priority} · {state}"
    yield from wrapped(known.text, "", "")
    yield from wrapped(f"To {known.addressee}{f', by {known.due}' if known.due else ', without a day'}.", "", "")
    if known.basis:
        yield from wrapped(f"It rests on {', '.join(known.basis)}.", "", "")
    if known.withdrawn_reason:
        yield from wrapped(f"Withdrawn because: {known.withdrawn_reason}", "", "  ")
    for amended in known.amendments:
        told = f"{amended.field} was “{amended.old}”{f', changed because: {amended.reason}' if amended.reason else ''}"
        yield from wrapped(f"· {told}", "", "  ")
    for reply in known.replies:
        late = ", late" if reply.late else ""
        said = f"{reply.by} to the {reply.stage}, {reply.received_on}{late}: {_WORDS[reply.answer]}."
        yield from wrapped(f"· {said} {reply.reasons} [{reply.source}]", "", "  ")
    for found in known.follow_ups:
        rests = f" [{', '.join(found.basis)}]" if found.basis else ""
        yield from wrapped(f"· {cycles[found.cycle]}, {found.on}: {found.status}. {found.text}{rests}", "", "  ")
    if listed.age:
        yield f"Carried into {', '.join(cycles[cycle] for cycle in known.carried)}."


def _everything(listed: ListedRecommendation, cycles: Mapping[str, str]) -> dict[str, Value | Table]:
    known = listed.recommendation
    reply = ("by", "stage", "answer", "reasons", "received_on", "source", "late")
    found = ("cycle", "on", "status", "text", "basis")
    return {
        **{name: getattr(known, name) for name in ("code", "text", "to", "addressee", "due", "priority")},
        "basis": list(known.basis),
        "adopted": listed.adopted,
        "withdrawn_reason": known.withdrawn_reason,
        "age": listed.age,
        "carried_into": [cycles[cycle] for cycle in known.carried],
        "replies": Table(_same(reply), [[getattr(given, name) for name in reply] for given in known.replies]),
        "follow_ups": Table(
            _same(found), [[cycles[f.cycle], f.on, f.status, f.text, list(f.basis)] for f in known.follow_ups]
        ),
        "amendments": Table(
            _same(("field", "old", "new", "reason")), [[a.field, a.old, a.new, a.reason] for a in known.amendments]
        ),
    }


def _same(names: tuple[str, ...]) -> dict[str, str]:
    return {name: name for name in names}
