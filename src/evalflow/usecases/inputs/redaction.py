"""An adopted report that prints an input protected since → a new edition without it; the old one is erased.

Hashes, names of files and the redaction itself stay in the journal: what was published is known, and to whom it went.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from evalflow.effects.record_json import to_json
from evalflow.engine.reasons import need_reason
from evalflow.errors import Refused
from evalflow.evaluation.evaluation import Evaluation, decide_evaluation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.letters.commands_events import Letter
from evalflow.evaluation.letters.contacts import Contact
from evalflow.evaluation.letters.kinds import LETTERS
from evalflow.evaluation.people import ExportMade, Record
from evalflow.evaluation.redactions import Redaction, RedactReport
from evalflow.evaluation.report.public_record.compared import compared
from evalflow.evaluation.report.public_record.protection.redacted import (
    changed_at,
    names_of,
    note_of,
    note_of_a_restore,
    places_naming,
    protected_since,
    redacted,
    with_note,
)
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import words
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, current, held, read_current
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.door.published import drop_files, hashes_of, keep_files
from evalflow.usecases.inputs.erasure import destroy
from evalflow.usecases.inputs.mentions import places_in
from evalflow.usecases.inputs.recalled import drop_unnamed, letters_of, recall
from evalflow.usecases.report.files import made_files
from evalflow.usecases.report.frozen import adopted_record, is_incomplete
from evalflow.usecases.report.names import FOLDER, edition_of
from evalflow.usecases.report.names import names_of as files_of

_SENT = ("sent", "unknown", "sending", "failed")


@dataclass(frozen=True)
class Asked:
    """Why a new edition is made. `instead`: place → words for a name there. `keep`: place → why a name stays there.

    `without_pdf`: the new edition has HTML and data alone, as where no PDF can be made; it may be added later.
    """

    reason: str
    instead: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, str] = field(default_factory=dict)
    without_pdf: bool = False


@dataclass(frozen=True)
class Copy:
    """What somebody else holds of an earlier edition: who, since when, which file with which hash."""

    who: str
    at: datetime
    file: str
    sha256: str


@dataclass(frozen=True)
class Redacted:
    """A new edition: its sentence, its files where it is published, and the copies that others hold of the old ones."""

    note: str
    files: tuple[Path, ...]
    copies: tuple[Copy, ...]


def redact(door: Door, code: str, asked: Asked, folder: Path, begins: Callable[[], None]) -> Redacted:
    """Make a new edition of an adopted report, and erase the old one: record, files, copies kept for letters.

    The files of the new edition are written first, then the old ones in the folder are destroyed, then all is
    recorded: killed in between, the same command ends what it began. A dry run writes and destroys nothing.

    Raises:
        Refused: `not-adopted`, `nothing-to-redact`, a reason is missing, or `still-named`: other text names the input.
        Broken: `not-destroyed`.
    """
    with looking(door) as (reading, now):
        here = read_current(reading, code, now)
        edition = _edition(reading, here, asked)
    files: Mapping[str, bytes] = {}
    if published := here.evaluation.publication:
        begins()
        had_pdf = bool(published.pdf) or not published.without_pdf  # a restore may have left it no files at all
        with_pdf = had_pdf and not asked.without_pdf
        files = made_files(door, edition, folder, with_pdf=with_pdf)
    with acting(door) as act:
        replaced, here = here.evaluation.adoption, current(act, code)
        if here.evaluation.adoption != replaced:
            raise Refused("redacted-meanwhile", "Another new edition was made meanwhile. See `evalflow cycle history`.")
        replace_edition(act, here.evaluation, Edition(edition, files, act.by, asked.reason, asked.keep))
        copies = _copies(act.tx, here)
        if not door.dry_run:
            destroy([*old_files(act.tx, here.evaluation, folder), *letters_of(act.tx, here.cycle.id, folder)])
    return Redacted(words(edition.cover.redactions[-1]), tuple(folder / FOLDER / name for name in files), tuple(copies))


def _edition(reading: Reading, here: Current, asked: Asked) -> PublicRecord:
    """Return the new edition, in which each name is replaced or kept as asked."""
    evaluation = here.evaluation
    if evaluation.adoption is None:
        raise Refused("not-adopted", f"The report on {evaluation.code} is not adopted: make a new draft of it.")
    need_reason(asked.reason, "Say why a new edition is made, with --reason. Name nobody in it.")
    record, inputs = adopted_record(reading, evaluation), reading.all(Input, cycle=evaluation.id)
    gone, on = protected_since(record, inputs), evaluation.adoption.adopted_on
    if not gone and is_incomplete(evaluation):  # what was protected is out of it; its files are to be made
        return with_note(record, note_of_a_restore(record, on))
    if not gone:
        raise Refused(
            "nothing-to-redact",
            f"The adopted report on {evaluation.code} prints nothing that was protected since. Give the input a "
            "stricter level first: evalflow input set-level INPUT LEVEL",
        )
    note = note_of(record, len(gone), on, published=evaluation.publication is not None)
    edition, names = redacted(record, gone, inputs, note), names_of(gone)
    in_record = places_naming(edition, names)
    _refuse_named(evaluation.code, in_record, places_in(reading, evaluation.id, names.anywhere), asked)
    return changed_at(edition, names, asked.instead)


def _refuse_named(code: str, in_record: Sequence[str], elsewhere: Sequence[str], asked: Asked) -> None:
    """Refuse while a place names an input that is neither given other words nor kept with a reason."""
    for place, reason in asked.keep.items():
        need_reason(reason, f"Say why the name stays at {place}, with --keep '{place}=REASON'.")
    wrong = [place for place in asked.instead if place not in in_record]
    wrong += [place for place in asked.keep if place not in (*in_record, *elsewhere)]
    if wrong:
        raise Refused("no-such-place", f"Nothing names the input at: {', '.join(wrong)}.")
    own = [place for place in in_record if place not in asked.instead and place not in asked.keep]
    others = [place for place in elsewhere if place not in asked.keep]
    if not (own or others):
        return
    lines = ["Other text names the input, its submitter or what it says, so no new edition was made:"]
    lines += [f"  - in the report, at {place}: --instead '{place}=WORDS'" for place in own]
    lines += [f"  - in the record: {place}. Correct it there, or --keep '{place}=REASON'" for place in others]
    lines.append(
        f"Where a name has to stay, say why: evalflow report redact {code} --reason TEXT --keep 'PLACE=REASON'"
    )
    raise Refused("still-named", "\n".join(lines))


@dataclass(frozen=True)
class Edition:
    """A new edition: its record, its published files by name, and who replaces the old one and why."""

    record: PublicRecord
    files: Mapping[str, bytes]
    by: str
    reason: str
    keep: Mapping[str, str] = field(default_factory=dict)


def replace_edition(act: Acting, evaluation: Evaluation, new: Edition) -> None:
    """Put a new edition in the place of the adopted one, and erase the content of that."""
    old, publication = held(evaluation.adoption), evaluation.publication
    redaction = Redaction(
        act.now, new.by, new.reason, words(new.record.cover.redactions[-1]), old.record_sha256,
        dict(publication.files) if publication else {}, dict(new.keep),
    )  # fmt: skip
    recall(act, evaluation.id)
    sha256 = act.tx.put_blob(to_json(new.record))
    command = RedactReport(redaction, sha256, hashes_of(new.files), compared(new.record))
    act.record(evaluation.id, decide_evaluation(evaluation, command, act.now), by=new.by)
    keep_files(act.tx, new.files)
    if publication:
        drop_files(act.tx, publication)
    act.tx.drop_blob(old.record_sha256)
    drop_unnamed(act, evaluation.id)


def old_files(reading: Reading, evaluation: Evaluation, folder: Path) -> list[Path]:
    """Return the files of the drafts and of the edition that is replaced, as they are called in the folder."""
    example = reading.all(Record)[0].example
    published = evaluation.publication.files if evaluation.publication else {}
    kinds = ("draft", edition_of("report", len(evaluation.redactions)))
    names = {name for kind in kinds for name in files_of(evaluation.code, kind, example=example)} | set(published)
    return [folder / FOLDER / name for name in sorted(names)]


def _copies(reading: Reading, here: Current) -> list[Copy]:
    """Return what others hold: files that went with letters, and exports of this evaluation or of reports."""
    letters = reading.all(Letter, cycle=here.cycle.id)
    copies = [
        Copy(held(reading.get(Contact, letter.contact)).code, letter.sent_at or letter.due_at, file.name, file.sha256)
        for letter in letters
        if LETTERS[letter.kind].holds_inputs and (letter.state in _SENT or letter.maybe_sent)
        for file in letter.files
    ]
    [record] = reading.all(Record)
    exports = [
        Copy(entry.event.what, entry.at, name, sha256)
        for entry in reading.journal(subject=record.id)
        if isinstance(entry.event, ExportMade) and _holds(entry.event, here)
        for name, sha256 in entry.event.files.items()
    ]
    return sorted((*copies, *exports), key=lambda copy: (copy.at, copy.who, copy.file))


def _holds(event: ExportMade, here: Current) -> bool:
    return event.what.endswith(here.evaluation.code) or event.what == "bundle for partners"
