"""An adopted evaluation → the record that was frozen, unless it prints an input that was protected since."""

from evalflow.effects.record_json import from_json
from evalflow.errors import Refused
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.handed_in import Input
from evalflow.evaluation.picture.redacted import protected_since
from evalflow.evaluation.record import InputLine, PublicRecord
from evalflow.store.reading import Reading
from evalflow.usecases.current import Current
from evalflow.usecases.published import content_of


def frozen(reading: Reading, here: Current) -> PublicRecord:
    """Return the adopted record.

    Raises:
        Refused: `tightened-since`, see `refuse_protected`.
    """
    refuse_protected(reading, here.evaluation)
    return adopted_record(reading, here.evaluation)


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


def refuse_protected(reading: Reading, evaluation: Evaluation) -> None:
    """Refuse to give out an adopted report, in whatever form.

    Raises:
        Refused: `tightened-since`, it holds what was erased since, or may no longer be printed, of an input.
    """
    if count := len(protected_in(reading, evaluation)):
        inputs = "an input that was" if count == 1 else f"{count} inputs that were"
        raise Refused(
            "tightened-since",
            f"The adopted report on {evaluation.code} holds {inputs} protected since, so it is not given out. Make a "
            f"new edition without it: evalflow report redact {evaluation.code} --reason TEXT",
        )
