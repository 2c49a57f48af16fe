"""Registry files → the record, or, where the record differs, every silent change listed and nothing written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, Literal

from evalflow.definitions.registry import read_dialogue
from evalflow.definitions.yaml_text import DEFINITION, Extent
from evalflow.engine.reasons import is_reason
from evalflow.errors import Broken, InvalidInput, Refused
from evalflow.evaluation.dialogues.dialogue import (
    HEADING,
    AddDialogue,
    Dialogue,
    Heading,
    RestateFact,
    RestateHeading,
    decide_dialogue,
    heading_in_full,
)
from evalflow.evaluation.dialogues.registry import RegistryDialogue, RegistryObjective
from evalflow.evaluation.objectives.objective import (
    FIELDS,
    AddObjective,
    AmendObjective,
    Objective,
    is_editorial,
)
from evalflow.evaluation.objectives.objectives import decide_objective
from evalflow.evaluation.objectives.timeframe import timeframe_stated, timeframe_text, timeframe_words
from evalflow.evaluation.pinned import Definition, PinDefinition, decide_definition
from evalflow.evaluation.statements import Statement, in_full
from evalflow.intake.register_rows import read_entries
from evalflow.resources import resource
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import dialogue_named, tick_dialogue
from evalflow.usecases.door.days import refuse_ahead, today_of
from evalflow.usecases.door.door import Acting, Door, acting, looking, sha256_of
from evalflow.usecases.record.objectives import objective_named
from evalflow.usecases.record.register_imports import RowDefaults, enter_rows

PAPER = ("db", "registry")
GENERAL = {
    "outcomes-and-concerns.yaml": "pairs",
    "coordination.yaml": "coordination",
    "general-statements.yaml": "general",
}
REGISTERED = "registers"  # the folder with entries of registers
COMPARED = tuple(name for name in FIELDS if name != "withdrawn_on")


_EDITORIAL: Final = "Unicode form, white space or the shape of quotation marks alone"


@dataclass(frozen=True)
class FileDifference:
    """One place where a file differs from the record. `key` is how its reason is given: "UK-07.text"."""

    key: str
    kind: Literal["silent", "editorial", "added", "vanished", "fact"]
    old: str
    new: str
    also: tuple[str, ...] = ()  # fields that change with it: what is stated of a day that moves

    @property
    def needs_answer(self) -> bool:
        return self.kind != "editorial"


@dataclass(frozen=True)
class Answers:
    """Stated reasons by key, and the keys (or "all") for which none was stated."""

    reasons: Mapping[str, str]
    none_stated: frozenset[str] = frozenset()
    reasons_asked_on: str = ""
    source: str = ""

    def reason(self, key: str) -> str:
        return self.reasons.get(key, "")

    def covers(self, key: str) -> bool:
        return is_reason(self.reason(key)) or key in self.none_stated or "all" in self.none_stated


@dataclass(frozen=True)
class Imported:
    dialogue: str
    new: bool
    differences: tuple[FileDifference, ...]


def paper() -> list[tuple[bytes, str]]:
    """Return the twelve dialogue files of the paper that are shipped: bytes and file name."""
    folder = resource(*PAPER)
    return [(path.read_bytes(), path.name) for path in sorted(folder.glob("*-china.yaml"))]


def import_dialogues(
    door: Door, files: Sequence[tuple[bytes, str]], answers: Answers, extent: Extent = DEFINITION
) -> list[Imported]:
    """Enter dialogues and objectives from files, all or nothing; returns what was new or different in each.

    Raises:
        InvalidInput: a file cannot be read; every problem at once.
        Refused: `silent-changes`, listing every difference for which no reason is given or marked as none stated;
            `no-such-difference`, a reason for what does not differ; `dialogue-twice`; `objective-exists`.
    """
    registries = _read(files, extent)
    _refuse_twice(registries)
    with acting(door) as act:
        compared = [(registry, compare(act.tx, registry)) for registry in registries]
        _refuse_unknown([d for _, imported in compared for d in imported.differences], answers)
        _refuse_silent(compared, answers)
        for registry, imported in compared:
            _enter(act, registry, imported, answers)
        return [imported for _, imported in compared]


def preview_import(door: Door, files: Sequence[tuple[bytes, str]], extent: Extent = DEFINITION) -> list[Imported]:
    """Return what an import would find different. Writes nothing."""
    registries = _read(files, extent)
    with looking(door) as (reading, _):
        return [compare(reading, registry) for registry in registries]


def _read(files: Sequence[tuple[bytes, str]], extent: Extent) -> list[RegistryDialogue]:
    """Return what the files say, or refuse with what is wrong in all of them, not in the first alone."""
    read, wrong = [], []
    for raw, name in files:
        try:
            read.append(read_dialogue(raw, name, extent))
        except InvalidInput as unread:
            wrong.append(unread)
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        problems = [problem for invalid_input in wrong for problem in invalid_input.problems]
        raise InvalidInput(wrong[0].code, f"{len(wrong)} of {len(files)} files cannot be used:", problems)
    return read


def enter_rest_of_paper(door: Door) -> None:
    """Enter what the paper says besides: pairs of outcome and concern, the Bern process, general claims, and registers.

    Registers are those of the dialogues that are there.

    Raises:
        Broken: `registry-damaged`, a file that is shipped does not fit its register.
    """
    with acting(door) as act:
        for name, kind in GENERAL.items():
            raw = resource(*PAPER, name).read_bytes()
            definition = Definition(sha256_of(raw), "registry", kind, "1", 1, raw.decode("utf-8"))
            if events := decide_definition(act.tx.get(Definition, definition.id), PinDefinition(definition)):
                act.record(definition.id, events)
        there = {dialogue.code for dialogue in act.tx.all(Dialogue)}
        for path in sorted(resource(*PAPER, REGISTERED).glob("*.yaml")):
            if path.stem not in there:
                continue
            raw = path.read_bytes()
            for row_outcome in enter_rows(
                act, read_entries(raw, path.name, len(raw)).rows, sha256_of(raw), RowDefaults()
            ):
                if row_outcome.fate == "refused":
                    raise Broken("registry-damaged", f"{path.name}:{row_outcome.row.line}: {row_outcome.why}")


def compare(reading: Reading, registry: RegistryDialogue) -> Imported:
    """Return every difference between a file and the record, editorial ones apart."""
    dialogue = reading.find(Dialogue, code=registry.code)
    if dialogue is None:
        return Imported(registry.code, True, ())
    objectives = {o.code: o for o in reading.all(Objective, dialogue=dialogue.id) if not o.withdrawn_on}
    facts = [
        _fact(f"{registry.code}.{name}", in_full(dialogue.stated(name)), in_full(statement))
        for name, statement in registry.fields.items()
        if dialogue.stated(name) != statement
    ]
    if (heading := _heading(registry)) != dialogue.heading:
        key = f"{registry.code}.{HEADING}"
        facts.append(_fact(key, heading_in_full(dialogue.heading), heading_in_full(heading)))
    told = {objective.code: objective for objective in registry.objectives}
    of_all = registry.fields["timeframe"]
    changed = [d for code, o in told.items() if code in objectives for d in _changes(objectives[code], o, of_all)]
    new = {code: one.objective.text for code, one in told.items() if code not in objectives}
    added = [FileDifference(f"{code}.added", "added", "", text) for code, text in new.items()]
    gone = [FileDifference(f"{c}.withdrawn", "vanished", o.text, "") for c, o in objectives.items() if c not in told]
    return Imported(registry.code, False, (*facts, *changed, *added, *gone))


def _fact(key: str, old: str, new: str) -> FileDifference:
    """Return what differs in a fact of a dialogue: white space alone needs no reason, as in an objective."""
    return FileDifference(key, "editorial" if old != new and is_editorial(old, new, "parts") else "fact", old, new)


def _heading(registry: RegistryDialogue) -> Heading:
    return Heading(registry.title, registry.partner, registry.counterpart, registry.sources)


def _changes(objective: Objective, told: RegistryObjective, of_all: Statement) -> list[FileDifference]:
    differences, entered = [], told.entered()
    for name in COMPARED:
        old, new = getattr(objective, name), getattr(entered, name)
        if name == "timeframe":
            old = timeframe_text(
                timeframe_stated(objective.timeframe, entered.due, objective.source, of_all), told.code
            )
        if old != new:
            kind: Literal["editorial", "silent"] = "editorial" if is_editorial(old, new, name) else "silent"
            differences.append(FileDifference(f"{objective.code}.{name}", kind, _shown(name, old), _shown(name, new)))
    return _moved_as_one(differences)


def _moved_as_one(differences: list[FileDifference]) -> list[FileDifference]:
    """Return the differences with a moved day and what is stated of it as one, under the key of the day."""
    pair = [difference for difference in differences if difference.key.endswith((".due", ".timeframe"))]
    if len(pair) < 2:
        return differences
    due, stated = pair
    old, new = (f"{day or 'no date'} ({words})" for day, words in ((due.old, stated.old), (due.new, stated.new)))
    moved = replace(due, old=old, new=new, also=("timeframe",))
    return [moved if one is due else one for one in differences if one is not stated]


def _shown(name: str, text: str) -> str:
    return timeframe_words(text) if name == "timeframe" else text


def _refuse_twice(registries: Sequence[RegistryDialogue]) -> None:
    codes = [registry.code for registry in registries]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise Refused("dialogue-twice", f"More than one file tells of {', '.join(twice)}. Give one of them.")


def _refuse_unknown(differences: Sequence[FileDifference], answers: Answers) -> None:
    """Refuse a reason for what does not differ: a mistyped key would lose it in silence."""
    keys = [difference.key for difference in differences]
    given = (answers.reasons.keys() | answers.none_stated) - {"all"}
    for key in sorted(given - set(keys)) if keys else ():
        near = get_close_matches(key, keys, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise Refused("no-such-difference", f"The files do not differ from the record in {key!r}.{hint}")


def _refuse_silent(compared: Sequence[tuple[RegistryDialogue, Imported]], answers: Answers) -> None:
    open_ = [
        d for _, imported in compared for d in imported.differences if d.needs_answer and not answers.covers(d.key)
    ]
    if not open_:
        return
    places = "1 place" if len(open_) == 1 else f"{len(open_)} places"
    raise Refused(
        "silent-changes",
        "\n".join(
            [
                f"The file differs from the record in {places}. Nothing was written:",
                *map(_line, open_),
                "Give the stated reason of each with --reason KEY=TEXT, or, where none was stated, "
                "--no-reason-stated KEY (or all).",
                *_editorial_lines(compared),
            ]
        ),
    )


def _line(difference: FileDifference) -> str:
    old, new = (text.replace("\n", "\n    ") or "nothing" for text in (difference.old, difference.new))
    return f"  {difference.key}: from “{old}” to “{new}”"


def _editorial_lines(compared: Sequence[tuple[RegistryDialogue, Imported]]) -> list[str]:
    differences = [d for _, imported in compared for d in imported.differences if not d.needs_answer]
    return ["Editorial alone, and in need of no reason:", *map(_line, differences)] if differences else []


def _enter(act: Acting, registry: RegistryDialogue, imported: Imported, answers: Answers) -> None:
    if imported.new:
        dialogue = Dialogue(
            act.new_id(), registry.code, registry.title, registry.partner, registry.counterpart, registry.sources,
            dict(registry.fields),
        )  # fmt: skip
        act.record(dialogue.id, decide_dialogue(None, AddDialogue(dialogue)))
        for objective in registry.objectives:
            _add(act, AddObjective(objective.entered(dialogue.id), act.by))
        return
    known = dialogue_named(act.tx, registry.code)
    tick_dialogue(act, known)
    for difference in imported.differences:
        _carry_over(act, known, registry, difference, answers)


def _carry_over(
    act: Acting, dialogue: Dialogue, registry: RegistryDialogue, difference: FileDifference, answers: Answers
) -> None:
    code, name = difference.key.rsplit(".", 1)
    if code == registry.code:
        plain = _EDITORIAL if difference.kind == "editorial" else "no reason stated"
        _restate(act, dialogue, registry, name, answers.reason(difference.key) or plain)
        return
    today = today_of(act.tx, dialogue, act.now)
    refuse_ahead(answers.reasons_asked_on, today)
    reason = answers.reason(difference.key)
    objective = next((o for o in registry.objectives if o.code == code), None)
    if objective is None:
        _amend(act, objective_named(act.tx, code), "withdrawn_on", today.isoformat(), answers, reason)
    elif difference.kind == "added":
        added = objective.entered(dialogue.id)
        _add(act, AddObjective(added, act.by, reason, not reason.strip(), answers.reasons_asked_on))
    else:
        for field in (name, *difference.also):
            _amend(act, objective_named(act.tx, code), field, getattr(objective.entered(), field), answers, reason)


def _restate(act: Acting, dialogue: Dialogue, registry: RegistryDialogue, name: str, reason: str) -> None:
    known = act.tx.get(Dialogue, dialogue.id)
    if name == HEADING:
        act.record(dialogue.id, decide_dialogue(known, RestateHeading(_heading(registry), reason, act.now, act.by)))
    else:
        restated = RestateFact(name, registry.fields[name], reason, act.now, act.by)
        act.record(dialogue.id, decide_dialogue(known, restated))


def _amend(act: Acting, objective: Objective, field: str, new: str, answers: Answers, reason: str) -> None:
    command = AmendObjective(
        field, new, act.by, reason=reason, no_reason_stated=not reason, reasons_asked_on=answers.reasons_asked_on,
        source=answers.source,
    )  # fmt: skip
    act.record(objective.id, decide_objective(objective, command, act.now))


def _add(act: Acting, command: AddObjective) -> None:
    code = command.objective.code
    if act.tx.find(Objective, code=code):
        says = f"{code} is the code of an objective of another dialogue, or of one that was withdrawn. "
        raise Refused("objective-exists", f"{says}Give this one another code in the file; nothing was written.")
    added = replace(command.objective, id=act.new_id())
    act.record(added.id, decide_objective(None, replace(command, objective=added), act.now))
