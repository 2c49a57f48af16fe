"""Dialogues: listed, shown with what is not known, added, imported, exported; and their standing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from evalflow.cli.frame import output
from evalflow.cli.frame.frame import CODE, DATE, EXACT, NAME, Call, CommandFamily, changes, prints, reads
from evalflow.cli.frame.output import Table, Value
from evalflow.cli.record.objective import NEVER_ASKED
from evalflow.definitions.yaml_text import Extent
from evalflow.effects.disk.files import read_file
from evalflow.errors import InvalidInput, Problem
from evalflow.evaluation.dialogues.dialogue import AUTHORS, FIELDS, Dialogue, Standing, StandingChange
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.statements import Item, Source
from evalflow.usecases.door.people import names
from evalflow.usecases.record import dialogues, imports
from evalflow.usecases.record.conditions import conditions as conditions_of
from evalflow.usecases.record.imports import Answers, Imported
from evalflow.usecases.report.exports import note

dialogue = CommandFamily("dialogue", help="Dialogues: what is known of them, and their standing.")


@dialogue.command("list", example="evalflow dialogue list")
@reads
def list_(call: Call) -> None:
    """List the dialogues of the record."""
    found = dialogues.list_dialogues(call.door)
    columns = {"code": "Code", "partner": "Partner", "counterpart": "Counterpart",
               "standing": "Suspension or termination"}  # fmt: skip
    people = call.form == "table"
    stands = [_stands(known) if people else known.standing for known in found]
    call.show_table(
        columns, [(d.code, d.partner, d.counterpart, stand) for d, stand in zip(found, stands, strict=True)]
    )
    call.say(f"{_many(len(found))}. More on one: evalflow dialogue show {found[0].code}" if found else _NONE)


_NONE = "No dialogue is in the record yet. Add one, or enter the paper's: evalflow dialogue import --paper"


@dialogue.command("show", example="evalflow dialogue show uk-china")
@click.argument("code")
@reads
def show(call: Call, code: str) -> None:
    """Show what is known of a dialogue, field by field. What is not known says which kind of not knowing it is."""
    known = dialogues.show_dialogue(call.door, code)
    told: dict[str, Value | Table] = {
        "code": known.code,
        "title": known.title,
        "partner": known.partner,
        "counterpart": known.counterpart,
        **({"suspension_or_termination": _stands(known)} if call.form == "table" else {"standing": known.standing}),
        "fields": _fields(known, call.form == "table"),
    }
    if known.changes or call.form != "table":
        told["standing_changes"] = _changes(known.changes)
    if known.restated or call.form != "table":
        told["restated"] = _restated(known, names(call.door))
    sources = [(source.id, source.title, source.note) for source in known.sources]
    told["sources"] = Table({"id": "Source", "title": "Title", "note": "Note"}, sources)
    call.show_record(told)


@dialogue.command(
    "add",
    example='evalflow dialogue add atlantis-utopia --title "Atlantis–Utopia human rights dialogue (example)" '
    '--partner Atlantis --counterpart Utopia --source "agreement of 4 May 2024 (example)"',
)
@click.argument("code", type=CODE)
@click.option("--title", type=NAME, required=True, help="What it is called.")
@click.option("--partner", type=NAME, required=True, help="The government that conducts it.")
@click.option("--counterpart", type=NAME, required=True, help="The other government.")
@click.option("--source", type=NAME, help="Where it stands that there is one; cited as S1.")
@changes
def add(call: Call, code: str, title: str, partner: str, counterpart: str, source: str | None) -> None:
    """Add a dialogue of which nothing is known yet. Fill its fields by `dialogue export`, an editor, and `import`."""
    sources = (Source("S1", source),) if source else ()
    added = dialogues.add_dialogue(call.door, Dialogue("", code.lower(), title, partner, counterpart, sources))
    call.show(added.code)
    call.say(
        f"The dialogue {added.code} is in the record. Nothing is known of it yet; suspension or termination: none on "
        "record."
    )


_LARGE = 500_000  # bytes: a second or two


@dialogue.command("import", example="evalflow dialogue import uk-china.yaml --dry-run")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--paper", is_flag=True, help="The twelve dialogues of the paper, which evalflow ships.")
@click.option("--reason", "reasons", multiple=True, metavar="KEY=TEXT", help="The stated reason of one difference.")
@click.option("--no-reason-stated", "unstated", multiple=True, metavar="KEY|all", help="None was stated for it.")
@click.option("--reasons-asked-on", type=EXACT, default="", help="When the reasons were asked for.")
@click.option("--source", default="", help="Where the changes stand.")
@prints
@changes
def import_(
    call: Call, files: Sequence[Path], paper: bool, reasons: Sequence[str], unstated: Sequence[str],
    reasons_asked_on: str, source: str,
) -> None:  # fmt: skip
    """Enter dialogues and objectives from registry files, all or nothing.

    What differs from the record is listed, and nothing is written until each silent change has its reason or is marked
    as having none. `--dry-run` lists the differences and asks for nothing.
    """
    raw = [*(imports.paper() if paper else ()), *((read_file(path), path.name) for path in files)]
    if not raw:
        raise click.UsageError("Name the files to import, or give --paper for the dialogues that evalflow ships.")
    answers = Answers(_by_key(reasons), frozenset(unstated), reasons_asked_on, source)
    with output.progress(sum(len(content) for content, _ in raw), "Reading", _LARGE) as bar:
        extent = Extent(call.settings.import_limit, bar.update)
        if call.door.dry_run:
            entered = imports.preview_import(call.door, raw, extent)
        else:
            entered = imports.import_dialogues(call.door, raw, answers, extent)
    if call.door.dry_run:
        _preview(call, entered)
        return
    if unstated and not reasons_asked_on:
        call.say(NEVER_ASKED)
    if paper:
        imports.enter_rest_of_paper(replace(call.door, key=""))  # a second commit of the same command
    _preview(call, entered)


@dialogue.command("export", example="evalflow dialogue export uk-china")
@click.argument("code")
@changes
def export(call: Call, code: str) -> None:
    """Print a dialogue with its objectives as a registry file (YAML), which `dialogue import` takes."""
    notice = f"# {EXAMPLE_NOTICE}.\n" if call.example else ""
    text = notice + dialogues.export_dialogue(call.door, code)
    output.show_whole(text)
    note(call.door, f"dialogue {code.lower()}", "public", {"printed": text.encode()})


@dialogue.command("general", example="evalflow dialogue general")
@reads
def general(call: Call) -> None:
    """List what the paper says of dialogues in general.

    These statements name no dialogue, or several, and fill no field of any. The report prints them in an annex.
    """
    topic_statements = dialogues.general_statements(call.door)
    columns = {"topic": "Topic", "statement": "Statement", "applies_to": "Said of", "source": "Source"}
    call.show_table(columns, [(g.topic, str(g.statement), g.applies_to, g.statement.source) for g in topic_statements])
    if topic_statements:
        call.say("1 statement." if len(topic_statements) == 1 else f"{len(topic_statements)} statements.")
    else:
        call.say("No general statement is on record. Enter the paper's: evalflow dialogue import --paper")


def _standing(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument and options that every change of standing has."""
    for option in (
        click.option("--conditions", default="", help="On what conditions it is to be resumed."),
        click.option("--source", required=True, help="Where it stands."),
        click.option("--reason", "reasons", default="", help="The stated reasons, always needed."),
        click.option("--by", type=click.Choice(AUTHORS), required=True, help="Who did it, seen from the partner."),
        click.option("--on", type=DATE, required=True, help="When, as precisely as it is known."),
        click.argument("code"),
    ):
        run = option(run)
    return run


_HOW = '--reason "stated in parliament (example)" --source "statement of 5 October 2024 (example)"'


@dialogue.command("suspend", example=f"evalflow dialogue suspend uk-china --on 2024-10-05 --by own {_HOW}")
@_standing
@click.option("--resume-when", multiple=True, metavar="RULE", help="A rule that must hold before; repeat it.")
@changes
def suspend(call: Call, code: str, resume_when: tuple[str, ...], **given: Any) -> None:
    """Record that a government suspended a dialogue. It moves no cycle.

    Conditions for resuming it that are rules (--resume-when) are watched: `evalflow dialogue conditions`.
    """
    _change(call, code, "suspended", {**given, "resume_when": resume_when})


@dialogue.command("resume", example=f"evalflow dialogue resume uk-china --on 2024-11 --by mutual {_HOW}")
@_standing
@changes
def resume(call: Call, code: str, **given: Any) -> None:
    """Record that a suspended or terminated dialogue was resumed."""
    _change(call, code, "active", given)


@dialogue.command("terminate", example=f"evalflow dialogue terminate uk-china --on 2024-11-20 --by own {_HOW}")
@_standing
@changes
def terminate(call: Call, code: str, **given: Any) -> None:
    """Record that a dialogue was ended. It moves no cycle."""
    _change(call, code, "terminated", given)


@dialogue.command("conditions", example="evalflow dialogue conditions uk-china")
@click.argument("code")
@reads
def conditions(call: Call, code: str) -> None:
    """Show what the conditions for resuming a suspended dialogue come to now. People resume it, never a rule."""
    known, found = conditions_of(call.door, code)
    columns = {"rule": "Condition", "truth": "Now", "why": "Why", "missing": "Missing"}
    holds = _HOLDS if call.form == "table" else {}
    call.show_table(columns, [(c.rule, holds.get(c.truth, c.truth), c.why, list(c.missing)) for c in found])
    if not found:
        call.say(f"{known.code}: {_stands(known)}; no rule for its resumption is on record.")
    elif all(condition.truth == "true" for condition in found):
        call.say(f"Every condition holds. It is resumed with: evalflow dialogue resume {known.code} …")


_HOLDS = {"true": "holds", "false": "does not hold", "unknown": "cannot be told"}


def _change(call: Call, code: str, becomes: Standing, given: dict[str, Any]) -> None:
    known = dialogues.change_standing(call.door, code, StandingChange(becomes, **given))
    call.show(known.code)
    call.say(
        f"{known.title} is recorded as {becomes} since {given['on']} ({given['by']}). Its cycles go on as they are."
    )


def _fields(known: Dialogue, for_people: bool) -> Table:
    if for_people:
        rows: list[Sequence[Value]] = [_told(known, name, label) for name, label in FIELDS.items()]
        return Table({"field": "Field", "known": "What is known", "source": "Source"}, rows)
    columns = ("field", "label", "knowledge", "text", "items", "variants", "source", "note")
    return Table({name: name for name in columns}, [_in_full(known, name, label) for name, label in FIELDS.items()])


def _told(known: Dialogue, name: str, label: str) -> list[Value]:
    stated = known.stated(name)
    lines = [str(stated)] if str(stated) else []
    lines += [f"• {item}" for item in stated.items]
    lines += [f"Or: {variant} ({variant.source})" for variant in stated.variants]
    lines += [f"Note: {stated.note}"] if stated.note else []
    return [label, "\n".join(lines), stated.source]


def _in_full(known: Dialogue, name: str, label: str) -> list[Value]:
    stated = known.stated(name)
    items, variants = ([_with_source(item) for item in several] for several in (stated.items, stated.variants))
    return [name, label, stated.knowledge, str(stated), items, variants, stated.source, stated.note]


def _with_source(item: Item) -> str:
    return f"{item} ({item.source})"


def _changes(changes_: Sequence[StandingChange]) -> Table:
    columns = {"on": "On", "becomes": "Became", "by": "By", "reasons": "Reasons", "source": "Source",
               "conditions": "Conditions"}  # fmt: skip
    rows = [(c.on, c.becomes, c.by, c.reasons, c.source, "\n".join(filter(None, (c.conditions, *c.resume_when))))
            for c in changes_]  # fmt: skip
    return Table(columns, rows)


def _restated(known: Dialogue, names_: Mapping[str, str]) -> Table:
    """Return what was stated before and gave place to another statement; older versions noted neither when nor who."""
    columns = {"field": "Field", "old": "Was", "new": "Became", "reason": "Reason", "recorded_at": "Recorded",
               "recorded_by": "By"}  # fmt: skip
    return Table(
        columns,
        [(FIELDS.get(r.field, r.field), r.old, r.new, r.reason, r.recorded_at, names_.get(r.recorded_by, ""))
         for r in known.restated],
    )  # fmt: skip


def _stands(known: Dialogue) -> str:
    """Return whether a dialogue was suspended or ended, as recorded. That it is active is nobody's statement."""
    if not known.changes:
        return "none recorded"
    last = known.changes[-1]
    return f"active (resumed on {last.on})" if last.becomes == "active" else f"{last.becomes} (on {last.on})"


_KINDS = {
    "silent": "needs a reason",
    "vanished": "withdrawn; needs a reason",
    "fact": "a fact; needs a reason",
    "editorial": "editorial",
    "added": "new; needs a reason",
}


def _preview(call: Call, found: Sequence[Imported]) -> None:
    differences = [d for imported in found for d in imported.differences]
    columns = {"key": "Key", "kind": "Kind", "old": "In the record", "new": "In the file"}
    people = call.form == "table"
    call.show_table(columns, [(d.key, _KINDS[d.kind] if people else d.kind, d.old, d.new) for d in differences])
    new = [imported.dialogue for imported in found if imported.new]
    be = "would be" if call.door.dry_run else "is" if len(new) < 2 else "are"
    call.say(f"{_many(len(new))} {be} new: {', '.join(new)}." if new else f"No dialogue {be} new.")
    if waiting := [d.key for d in differences if d.needs_answer and call.door.dry_run]:
        need = "1 difference needs" if len(waiting) == 1 else f"{len(waiting)} differences need"
        call.say(f"{need} --reason KEY=TEXT, or --no-reason-stated KEY where none was stated.")


def _many(count: int) -> str:
    return "1 dialogue" if count == 1 else f"{count} dialogues"


def _by_key(reasons: Sequence[str]) -> dict[str, str]:
    """Return KEY=TEXT as a mapping; every one that is no pair or comes twice is named at once."""
    pairs = [typed.partition("=") for typed in reasons]
    keys = [key for key, _, _ in pairs]
    wrong = [Problem("--reason", f"{key!r} is not KEY=TEXT.") for key, sign, _ in pairs if not sign]
    wrong += [Problem("--reason", f"{key} is given twice.") for key in sorted(set(keys)) if keys.count(key) > 1]
    if wrong:
        raise InvalidInput("bad-reasons", "The reasons cannot be taken:", wrong)
    return {key: text for key, _, text in pairs}
