"""The twelve recommendations on dialogues as checks: of one dialogue, and of all of them side by side."""

from collections import Counter
from pathlib import Path
from typing import Any, Literal

import click

from evalflow.cli.findings import scorecard_text
from evalflow.cli.frame.frame import Call, CommandFamily, reads
from evalflow.cli.frame.places import write_out
from evalflow.effects.drawing.heat_map import heat_map_svg
from evalflow.errors import NotFound
from evalflow.evaluation.criteria.scorecard import SCORES, ScoredTopic
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.usecases.report import scorecards
from evalflow.usecases.report.scorecards import Scored

scorecard = CommandFamily("scorecard", help="The twelve recommendations as checks: pass, fail, unknown, n-a.")

_WITH = click.option("--counterpart", default="", help="Only dialogues with this government.")
_UNKNOWN = "? is unknown: the record does not know enough, and unknown is never a pass."


@scorecard.command("show", example="evalflow scorecard show uk-china --only R05")
@click.argument("dialogue")
@click.option("--only", multiple=True, help="Only this recommendation, such as R05; may be repeated.")
@click.option("--trace", is_flag=True, help="Show every clause with its value and its sources.")
@reads
def show(call: Call, dialogue: str, only: tuple[str, ...], trace: bool) -> None:
    """Show the scorecard of a dialogue with its last evaluation, or of the cycle of that code.

    A recommendation is as its worst check; nothing is counted together into one number.
    """
    scored = scorecards.scorecard_of(call.door, dialogue)
    topics = _only(scored, only)
    if call.form != "table":
        call.show_record(scorecard_text.told(scored, topics, trace=trace))
        return
    call.show(scorecard_text.page(topics, trace=trace))
    about = f" with {scored.cycle}" if scored.cycle else ", without any evaluation"
    call.say(f"{scored.dialogue.title}{about}: {scorecard_text.counted(topics)}. {_named(scored)}")


@scorecard.command("compare", example="evalflow scorecard compare --draw svg --out scorecards.svg")
@_WITH
@click.option("--draw", "drawn", type=click.Choice(["text", "svg"]), default="text", help="A table, or a heat map.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the heat map to this file, not to the terminal.")
@reads
def compare(call: Call, counterpart: str, drawn: Literal["text", "svg"], out: Path | None) -> None:
    """Show all dialogues side by side, a column for each recommendation. No dialogue gets a number or a rank."""
    found = scorecards.compared(call.door, counterpart)
    if drawn == "svg" and found:
        _draw(call, found, counterpart, out)
        return
    topics = found[0].topics if found else ()
    columns = {"dialogue": "Dialogue", **{topic.code: topic.code for topic in topics}}
    plain = call.form == "table"
    rows = [
        (scored.dialogue.code, *(scorecard_text.short(t) if plain else t.score for t in scored.topics))
        for scored in found
    ]
    call.show_table(columns, rows)
    _end(call, found)


@scorecard.command("tally", example="evalflow scorecard tally --counterpart China")
@_WITH
@reads
def tally(call: Call, counterpart: str) -> None:
    """Show for each check how many dialogues pass, fail, are unknown, and to how many it does not apply."""
    found = scorecards.compared(call.door, counterpart)
    names = {"recommendation": "Rec.", "check": "Check", "title": "What has to be so"}
    rows: list[tuple[Any, ...]] = []
    came_to = Counter((t.code, c.name, c.score) for scored in found for t in scored.topics for c in t.checks)
    for topic in found[0].topics if found else ():
        for check in topic.checks:
            counts = (came_to[topic.code, check.name, score] for score in SCORES)
            rows.append((topic.code, check.name, check.title, *counts))
    call.show_table({**names, **{score: score for score in SCORES}}, rows)
    _end(call, found)


@scorecard.command("checks", example="evalflow scorecard checks")
@reads
def checks(call: Call) -> None:
    """List the recommendations and their checks, with the rule of each, as a new cycle would have them."""
    card = scorecards.shipped_scorecard()
    columns = {"recommendation": "Rec.", "check": "Check", "title": "What has to be so", "rule": "Rule"}
    call.show_table(columns, [(t.code, c.name, c.title, c.text) for t in card.topics for c in t.checks])
    call.say(f"{card.title}, {card.name} {card.version}. Your own: evalflow cycle open … --scorecard FILE")


def _only(scored: Scored, codes: tuple[str, ...]) -> tuple[ScoredTopic, ...]:
    known = [topic.code for topic in scored.topics]
    if unknown := [code for code in codes if code.upper() not in known]:
        raise NotFound("no-such-recommendation", f"There is no {unknown[0]!r} here. There are: {', '.join(known)}.")
    return tuple(topic for topic in scored.topics if not codes or topic.code in map(str.upper, codes))


def _draw(call: Call, found: list[Scored], counterpart: str, out: Path | None) -> None:
    title = f"The recommendations, dialogue by dialogue{f' with {counterpart}' if counterpart else ''}"
    columns = {topic.code: topic.title for topic in found[0].topics}
    notice = f"{EXAMPLE_NOTICE}." if call.example else ""
    picture = heat_map_svg(title, columns, scorecard_text.heat_rows(found), notice)
    if out is None:
        call.show(picture)
        return
    write_out(out, f"{picture}\n".encode(), over=True)


def _end(call: Call, found: list[Scored]) -> None:
    if not found:
        call.say("No dialogue is on record yet: evalflow dialogue import FILE")
        return
    for line in scorecard_text.hedge_lines(found):
        call.say(line)
    call.say(f"{_UNKNOWN} Why, and what is missing: evalflow scorecard show {found[0].dialogue.code}")


def _named(scored: Scored) -> str:
    return f"{scored.card.title}, {scored.card.name} {scored.card.version}."
