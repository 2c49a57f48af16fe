"""Rules: what one comes to on real facts before it is written into a file, and which facts there are."""

import re
from collections.abc import Sequence

import click

from evalflow.cli.findings.criteria_text import clause_lines, wrapped
from evalflow.cli.frame.frame import FORM, Call, CommandFamily, reads
from evalflow.cli.frame.output import Format, Table, Value, say, show_table
from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import Period
from evalflow.engine.rules import Declared, ListType
from evalflow.errors import InvalidInput, NotFound
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.usecases.cycles.rules import Parameters, Tried, try_on_cycle, try_on_dialogue

rule = CommandFamily("rule", help="Try a rule on real facts; see which facts there are to ask for.")

_HOLDS = {"true": "It holds", "false": "It does not hold", "unknown": "It cannot be told"}


@rule.command(
    "try",
    example='evalflow rule try "size(sessions) >= params.least" --param least=2 --dialogue uk-china',
)
@click.argument("text", metavar="RULE")
@click.option("--cycle", "code", help="On the facts of this cycle.")
@click.option("--dialogue", help="On what is on record of this dialogue.")
@click.option("--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A number or period. Repeatable.")
@reads
def try_(call: Call, text: str, code: str | None, dialogue: str | None, parameters: Sequence[str]) -> None:
    """Show what a rule comes to now: whether it holds, why, what is missing and who supplies it, and every clause.

    A rule is true or false only if it is so whatever the unknown turns out to be. Records nothing.
    """
    if bool(code) == bool(dialogue):
        raise click.UsageError("Name a cycle with --cycle, or a dialogue with --dialogue.")
    given = _given(parameters)
    tried = (
        try_on_cycle(call.door, text, code, given) if code else try_on_dialogue(call.door, text, dialogue or "", given)
    )
    if call.form == "table":
        call.show("\n".join(_page(tried)))
        return
    columns = ("depth", "clause", "value", "truth", "sources")
    rows: list[list[Value]] = [[c.depth, c.text, c.value, c.truth, list(c.sources)] for c in tried.trace]
    told: dict[str, Value | Table] = {
        "truth": tried.truth,
        "as_of": tried.as_of,
        "why": tried.why,
        "missing": list(tried.missing),
        "trace": Table({name: name for name in columns}, rows),
    }
    call.show_record(told)


@rule.command("facts", example="evalflow rule facts sessions")
@click.argument("name", required=False)
@FORM
def facts(name: str | None, form: Format) -> None:
    """List the facts that a rule may ask for, what each means and what supplies it; with NAME the fields of a list."""
    if name is None:
        columns = {"fact": "Fact", "type": "Type", "means": "What it means", "supplied_by": "Supplied by"}
        rows = [(fact.name, _type(fact), fact.title, fact.supplied_by) for fact in DECLARED.values()]
        show_table(Table(columns, rows), form, example=False)
        say("The fields of a list: evalflow rule facts NAME")
        say("Try a rule on them: evalflow rule try RULE --cycle CODE")
        return
    fact = _named(name)
    fields = fact.type.fields if isinstance(fact.type, ListType) else {}
    show_table(
        Table({"field": "Field", "type": "Type"}, [(n, f.words) for n, f in fields.items()]), form, example=False
    )
    say(f"{fact.name}: {fact.title}. Supplied by: {fact.supplied_by}.")
    if not fields:
        say(f"It is a single value: {_type(fact)}.")


def _named(name: str) -> Declared:
    from evalflow.definitions.problems import nearest  # here, because only a slip needs it

    if name in DECLARED:
        return DECLARED[name]
    raise NotFound(
        "no-such-fact", f"There is no fact {name!r}. {nearest(name, list(DECLARED))}See all: evalflow rule facts"
    )


def _type(fact: Declared) -> str:
    return "list" if isinstance(fact.type, ListType) else fact.type.words


def _given(parameters: Sequence[str]) -> Parameters:
    given: dict[str, int | Period] = {}
    for typed in parameters:
        name, is_there, value = (part.strip() for part in typed.partition("="))
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not is_there or not value:
            raise InvalidInput("bad-parameter", f"--param {typed!r} gives no parameter a value. Write NAME=VALUE.")
        if not (value.startswith("P") or re.fullmatch(r"-?[0-9]{1,18}", value)):
            told = f"{value!r} is neither a whole number nor a period such as P24M."
            raise InvalidInput("bad-parameter", f"--param {name}: {told}")
        given[name] = Period.parse(value) if value.startswith("P") else int(value)
    return given


def _page(tried: Tried) -> list[str]:
    lines = [f"{_HOLDS[tried.truth]}, on the facts of {day_in_words(tried.as_of)}."]
    lines += wrapped(tried.why, "  ", "  ")
    for missing in tried.missing:
        lines += wrapped(f"· {missing}", "  ", "    ")
    return [*lines, "", *(line for clause in tried.trace for line in clause_lines(clause))]
