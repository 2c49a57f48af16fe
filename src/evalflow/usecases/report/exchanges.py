"""What is shared with partners that keep records of their own: published reports, out and in, and what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evalflow.effects.exchange.bundle import from_bundle, to_bundle
from evalflow.effects.record_json import from_json
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.people import Record
from evalflow.evaluation.report.partners import PartnerReport, decide_partner_report
from evalflow.evaluation.report.public_record.compared import compared
from evalflow.evaluation.report.public_record.dialogue import dialogue_lines
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.side_by_side import Difference, differences
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import evaluation_named
from evalflow.usecases.door.door import Door, acting, looking
from evalflow.usecases.door.soundness import refuse_unsound
from evalflow.usecases.report.exports import written
from evalflow.usecases.report.frozen import refuse_protected


@dataclass(frozen=True)
class ReceivedReport:
    """What became of one report of a bundle: `new`, `known` from before, or `own`."""

    cycle: str
    sha256: str
    became: str


@dataclass(frozen=True)
class Apart:
    """Where a partner's report and our record differ; `ours` is the code of our dialogue, "" where we have none."""

    cycle: str
    ours: str
    found: tuple[Difference, ...]


def export_bundle(door: Door, out: Path, codes: Sequence[str] = ()) -> tuple[str, ...]:
    """Write a bundle of the published reports, of these cycles or of all; return the codes of those in it.

    Raises:
        NotFound: `not-published`, a cycle's report is not public, or none is: only what is public is shared.
        Refused: `tightened-since`, a report holds an input that was protected since.
    """
    with looking(door) as (reading, now):
        refuse_unsound(reading)
        chosen = [evaluation_named(reading, code) for code in codes] or reading.all(Evaluation)
        if secret := [one.code for one in chosen if codes and not one.publication]:
            raise NotFound("not-published", f"The report on {', '.join(secret)} is not published, so it is not shared.")
        public = [one for one in chosen if one.publication and one.adoption]
        if not public:
            raise NotFound("not-published", "No report of this record is published yet. See `evalflow cycle status`.")
        for evaluation in public:
            refuse_protected(reading, evaluation)
        records = [from_json(reading.blob(one.adoption.record_sha256)) for one in public if one.adoption]
        title = reading.all(Record)[0].title
        raw = to_bundle(records, title, reading.head(), now)
    written(door, "bundle for partners", "public", {out.name: raw}, out.parent)
    return tuple(one.code for one in public)


def import_bundle(door: Door, raw: bytes, file: str, shared_by: str) -> list[ReceivedReport]:
    """Keep the reports of a bundle beside our own: all of them or none. What is known from before is no news.

    Raises:
        InvalidInput: it is damaged or altered.
        Refused: nobody is named who shared it, or it holds an example and this record is none.
    """
    title, reports = from_bundle(raw, file)
    with acting(door) as act:
        _refuse_example(act.tx, [record for _, _, record in reports])
        own = {evaluation.adoption.record_sha256 for evaluation in act.tx.all(Evaluation) if evaluation.adoption}
        taken = []
        for sha256, written, record in reports:
            partner_report = act.tx.get(PartnerReport, sha256)
            if sha256 in own or partner_report:
                taken.append(ReceivedReport(record.cover.cycle, sha256, "own" if sha256 in own else "known"))
                continue
            act.tx.put_blob(written)
            report = PartnerReport(sha256, shared_by.strip() or title, act.now, act.by, compared(record))
            act.record(sha256, decide_partner_report(partner_report, report))
            taken.append(ReceivedReport(record.cover.cycle, sha256, "new"))
        return taken


def diff_bundle(door: Door, raw: bytes, file: str) -> list[Apart]:
    """Return for each report of a bundle where it and our record of the same dialogue differ. Writes nothing."""
    _, reports = from_bundle(raw, file)
    with looking(door) as (reading, _):
        aparts = []
        for _, _, record in reports:
            dialogue = _same(reading.all(Dialogue), record)
            if dialogue is None:
                aparts.append(Apart(record.cover.cycle, "", ()))
                continue
            objectives = reading.all(Objective, dialogue=dialogue.id)
            told = differences(dialogue_lines(dialogue).fields, objectives, record)
            aparts.append(Apart(record.cover.cycle, dialogue.code, tuple(told)))
        return aparts


def partner_reports(door: Door) -> list[PartnerReport]:
    """Return the reports that partners have shared, in the order in which they came."""
    with looking(door) as (reading, _):
        return reading.all(PartnerReport)


def _same(dialogues: Sequence[Dialogue], record: PublicRecord) -> Dialogue | None:
    """Return our dialogue of the same two governments: records may give it other codes."""
    sides = (record.background.dialogue.partner.casefold(), record.background.dialogue.counterpart.casefold())
    return next(
        (dialogue for dialogue in dialogues if (dialogue.partner.casefold(), dialogue.counterpart.casefold()) == sides),
        None,
    )


def _refuse_example(reading: Reading, records: Sequence[PublicRecord]) -> None:
    if not reading.all(Record)[0].example and any(record.example for record in records):
        raise Refused(
            "example-bundle",
            "The bundle holds a worked example, and this record is a real one: invented reports do not stand beside "
            "real ones. Take it into an example record: evalflow init FOLDER --example",
        )
