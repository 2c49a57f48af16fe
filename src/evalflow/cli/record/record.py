"""Registers: entries added, corrected with a reason, listed; and the statement that a register is complete."""

from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from evalflow.cli.frame.frame import DATE, Call, CommandFamily, changes, reads
from evalflow.cli.frame.output import Table, Value
from evalflow.definitions.problems import nearest
from evalflow.errors import InvalidInput, Problem
from evalflow.evaluation.registers.commands_events import Completeness, Entry
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.values import PARTS, said
from evalflow.intake.register_form import in_words
from evalflow.usecases.record import registers
from evalflow.usecases.record.dialogues import dialogue_codes
from evalflow.usecases.record.registers import EntryDraft

record = CommandFamily("record", help="Registers: sessions, visits, cases and whatever else happened.")

_SHOWN: Final = 500  # entries in a table that a person reads


class _RegisterName(click.ParamType[str]):
    """One of the registers. There are too many of them to be listed in every line of usage."""

    name = "register"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in REGISTERS:
            told = f"there is no register {value!r}. {nearest(value, list(REGISTERS))}See: evalflow record fields"
            self.fail(told, param, ctx)
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 - Click's shape
        return [CompletionItem(name) for name in REGISTERS if name.startswith(incomplete)]


REGISTER: Final = _RegisterName()


@record.command("fields", example="evalflow record fields session")
@click.argument("register", type=REGISTER, required=False)
@reads
def fields(call: Call, register: str | None) -> None:
    """List the registers, or the fields of one with what each of them takes."""
    if register is None:
        call.show_table(
            {"register": "Register", "title": "What it holds", "facts": "In rules"},
            [(one.name, one.title, one.facts) for one in REGISTERS.values()],
        )
        return
    rows = [
        (register_field.name, register_field.title, in_words(register_field), register_field.required)
        for register_field in REGISTERS[register].fields
    ]
    call.show_table({"field": "Field", "title": "What it is", "takes": "Takes", "required": "Required"}, rows)
    call.say(f"Beside a value, as FIELD.PART: {', '.join(PARTS)}. To fill in many: evalflow record template {register}")


@record.command(
    "add",
    example="evalflow record add session --dialogue uk-china --set held_on=2024-03-12 --set status=held "
    '--set formal=yes --source "press release of 13 March 2024 (example)"',
)
@click.argument("register", type=REGISTER)
@click.option("--dialogue", required=True, help="Code of the dialogue.")
@click.option("--set", "values", multiple=True, metavar="FIELD=VALUE", help="One value; repeat it for each field.")
@click.option("--source", required=True, help="Where it stands.")
@click.option("--hedge", default="", help="The source's reservation, such as apparently.")
@click.option("--again", is_flag=True, help="It is another one, although an entry says the same already.")
@changes
def add(
    call: Call, register: str, dialogue: str, values: tuple[str, ...], source: str, hedge: str, again: bool
) -> None:
    """Enter something into a register of a dialogue. Leave out what is not known.

    The fields of a register: evalflow record fields REGISTER. What a source says beside a plain value stands in its
    parts, such as --set round=9 --set "round.comparator=at least" or --set round.knowledge=stated-unknown.
    """
    entry = registers.add_entry(call.door, dialogue, EntryDraft(register, _pairs(values), source, hedge, again))
    call.show(entry.code)
    call.say(f"{entry.code} is entered into the register “{register}” of {dialogue.lower()}.")


@record.command("list", example="evalflow record list session --dialogue uk-china")
@click.argument("register", type=REGISTER, required=False)
@click.option("--dialogue", default="", help="Only of this dialogue.")
@reads
def list_(call: Call, register: str | None, dialogue: str) -> None:
    """List the entries of the registers, and the spans for which they are stated complete."""
    entries = registers.list_entries(call.door, register or "", dialogue)
    codes = dialogue_codes(call.door)
    columns = {"code": "Code", "register": "Register", "dialogue": "Dialogue", "day": "Day", "entry": "Entry",
               "source": "Source", "withdrawn": "Withdrawn"}  # fmt: skip
    shown = entries[:_SHOWN] if call.form == "table" else entries
    rows = [_row(entry, codes, notes=call.form != "table") for entry in shown]
    if call.form == "table":  # the code tells the dialogue
        needless = {"dialogue", *(["register"] if register else [])}
        needless |= {"withdrawn"} if all(entry.stands for entry in entries) else set()
        columns = {name: title for name, title in columns.items() if name not in needless}
    call.show_table(columns, [[row[name] for name in columns] for row in rows])
    if len(shown) < len(entries):
        more = f"{len(entries) - len(shown):,} more are not shown."
        call.say(f"{more} Name a register or --dialogue, or have all of them with --format csv.")
    stated = [span for span in registers.list_completeness(call.door, dialogue) if register in (None, span.register)]
    for span in stated:
        call.say(
            f"{codes[span.dialogue]}: the register “{span.register}” is stated complete from {span.first} to "
            f"{span.through}, by {span.stated_by}."
        )
    if not stated:
        call.say("No register is stated complete here: what it does not hold is not known. See `record complete`.")


@record.command("show", example="evalflow record show UK-CHINA/S001")
@click.argument("code")
@reads
def show(call: Call, code: str) -> None:
    """Show one entry with its source and its corrections."""
    entry = registers.show_entry(call.door, code)
    declared = REGISTERS[entry.register].fields
    values: dict[str, Value | Table] = {
        field.name: str(statement)
        if (statement := said(entry.values, field.name)).knowledge != "absent"
        else "not known"
        for field in declared
    }
    if call.form != "table":
        values = {**dict.fromkeys(values, ""), **entry.values}
    rows = [(c.field, c.old, c.new, c.reason) for c in entry.corrections]
    corrections = Table({"field": "Field", "old": "Old", "new": "New", "reason": "Reason"}, rows)
    told = {"code": entry.code, "register": entry.register, **values, "source": entry.source, "hedge": entry.hedge}
    if entry.withdrawn_reason or call.form != "table":
        told["withdrawn"] = entry.withdrawn_reason
    call.show_record({**told, "corrections": corrections} if rows else told)


@record.command(
    "correct",
    example='evalflow record correct UK-CHINA/S001 --field held_on --to 2024-03-13 --reason "the release says Friday"',
)
@click.argument("code")
@click.option("--field", required=True, help="Which field; see `evalflow record add --help`.")
@click.option("--to", "new", required=True, help="The right value; empty where it is not known after all.")
@click.option("--reason", default="", help="Why it is corrected.")
@changes
def correct(call: Call, code: str, field: str, new: str, reason: str) -> None:
    """Correct one field of an entry, with the reason. The old value stays on record."""
    before = registers.show_entry(call.door, code).values.get(field, "")
    entry = registers.correct_entry(call.door, code, field, new, reason)
    call.show(entry.code)
    call.say(
        f"{field} of {entry.code} was “{before or 'not known'}” and is “{new or 'not known'}” now."
        if before != new
        else f"{field} of {entry.code} is “{new}” already: nothing was written."
    )


@record.command(
    "withdraw", example='evalflow record withdraw UK-CHINA/S001 --reason "entered twice by mistake (example)"'
)
@click.argument("code", metavar="ENTRY")
@click.option("--reason", default="", help="Why, always needed; the entry stays listed as withdrawn.")
@changes
def withdraw(call: Call, code: str, reason: str) -> None:
    """Take back an entry that was entered by mistake. It stays listed as withdrawn; no fact rests on it any more."""
    entry = registers.withdraw_entry(call.door, code, reason)
    call.show(entry.code)
    call.say(f"{entry.code} is withdrawn. It stays listed as such; no fact rests on it any more.")


@record.command(
    "complete",
    example="evalflow record complete session --dialogue uk-china --from 2022 --through 2023 "
    '--by "the ministry\'s desk (example)" --source "letter of 5 January 2024 (example)"',
)
@click.argument("register", type=REGISTER)
@click.option("--dialogue", required=True, help="Code of the dialogue.")
@click.option("--from", "first", type=DATE, required=True, help="First day, month or year of the span.")
@click.option("--through", type=DATE, required=True, help="Last day, month or year of the span.")
@click.option("--by", required=True, help="Who states it.")
@click.option("--source", required=True, help="Where it is stated.")
@changes
def complete(call: Call, register: str, dialogue: str, first: str, through: str, by: str, source: str) -> None:
    """State that a register holds every entry of a span. Only then does an absence in it count as a no."""
    stated = Completeness("", register, "", first, through, by, source)
    registers.state_complete(call.door, dialogue, stated)
    call.show(f"{dialogue.lower()} {register} {first} {through}")
    call.say(f"The register “{register}” of {dialogue.lower()} is stated complete from {first} to {through}, by {by}.")


def _row(entry: Entry, codes: dict[str, str], *, notes: bool) -> dict[str, str]:
    register = REGISTERS[entry.register]
    day = said(entry.values, register.dated_by)
    others = [field.name for field in register.fields if field != register.dating and (notes or field.name != "note")]
    told = [f"{name}={value}" for name in others if (value := said(entry.values, name)).knowledge != "absent"]
    words = "; ".join(told) + (f" ({entry.hedge})" if entry.hedge else "")
    return {
        "code": entry.code, "register": entry.register, "dialogue": codes[entry.dialogue],
        "day": str(day) if day.value or notes else "not known",
        "entry": words, "source": entry.source, "withdrawn": entry.withdrawn_reason,
    }  # fmt: skip


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    """Return FIELD=VALUE as a mapping; every one that is no pair or comes twice is named at once."""
    pairs: dict[str, str] = {}
    wrong = []
    for typed in values:
        name, sign, value = typed.partition("=")
        if not sign:
            wrong.append(Problem("--set", f"{typed!r} is not FIELD=VALUE."))
        elif name in pairs:
            wrong.append(Problem("--set", f"{name} is set twice."))
        pairs[name] = value
    if wrong:
        raise InvalidInput("bad-values", "The values cannot be taken:", wrong)
    return pairs
