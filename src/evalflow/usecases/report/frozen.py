"""An adopted evaluation → the record that was frozen, unless it prints an input that was protected since."""

from evalflow.effects.record_json import from_json
from evalflow.errors import Refused
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.report.public_record.protection.redacted import protected_since
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.sections.consultation import InputLine
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current
from evalflow.usecases.door.published import content_of


def frozen(reading: Reading, current: Current) -> PublicRecord:
    """Return the adopted record.

    Raises:
        Refused: `tightened-since`, see `refuse_protected`.
    """
    refuse_protected(reading, current.evaluation)
    return adopted_record(reading, current.evaluation)


def adopted_record(reading: Reading, evaluation: Evaluation) -> PublicRecord:
    """Return the adopted record, whatever became of its inputs since.

    Raises:
        Broken: `publication-lost`, the record no longer holds it, or holds it altered.
    """
    assert evaluation.adoption is not None  # noqa: S101 - asked only of adopted reports
    return from_json(content_of(reading, evaluation.code, "the adopted record", evaluation.adoption.record_sha256))


def protected_in(reading: Reading, evaluation: Evaluation) -> tuple[InputLine, ...]:
    """Return what an adopted record prints of inputs that were protected better since."""
    return protected_since(adopted_record(reading, evaluation), reading.all(Input, cycle=evaluation.id))


def is_incomplete(evaluation: Evaluation) -> bool:
    """Return whether a published report has an edition without files.

    A restore leaves one, where the report was redacted after the copy was made.
    """
    return bool(evaluation.publication and evaluation.redactions and not evaluation.publication.files)


def refuse_protected(reading: Reading, evaluation: Evaluation) -> None:
    """Refuse to give out an adopted report, in whatever form.

    Raises:
        Refused: `tightened-since`, it holds what was erased since, or may no longer be printed, of an input; or
            `edition-lost`, see `is_incomplete`.
    """
    if is_incomplete(evaluation):
        raise Refused(
            "edition-lost",
            f"The record was restored from a copy that was made before the report on {evaluation.code} was redacted. "
            "The old edition was destroyed again, and the new one is not in the record, so the report is not given "
            f"out. Make a new edition: evalflow report redact {evaluation.code} --reason TEXT",
        )
    if count := len(protected_in(reading, evaluation)):
        inputs = "an input that was" if count == 1 else f"{count} inputs that were"
        raise Refused(
            "tightened-since",
            f"The adopted report on {evaluation.code} holds {inputs} protected since, so it is not given out. Make a "
            f"new edition without it: evalflow report redact {evaluation.code} --reason TEXT",
        )
