"""What the body says in its own words, and what stands beside it: evaluators, assessments of impact, the matrix."""

from collections import Counter
from collections.abc import Mapping

from evalflow.evaluation.registers.evidence import evidence_on
from evalflow.evaluation.registers.registers import is_public
from evalflow.evaluation.report.narrative import PARTS
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.sections.account import EvaluatorLine
from evalflow.evaluation.report.sections.assessment import ImpactLine, MatrixLine
from evalflow.evaluation.wording import in_order

_UNKNOWN = "unknown"


def texts(everything: Everything, visible: Visible) -> Mapping[str, str]:
    """Return the parts that are written, in the order of PARTS; a code in them names no input that is not listed."""
    written = everything.narrative.texts if everything.narrative else {}
    return {name: visible.without_hidden_codes(written[name]) for name in PARTS if name in written}


def evaluator_lines(everything: Everything) -> tuple[EvaluatorLine, ...]:
    evaluators = everything.narrative.evaluators if everything.narrative else ()
    return tuple(EvaluatorLine(evaluator.name, evaluator.role, evaluator.statement) for evaluator in evaluators)


def impact_lines(everything: Everything) -> tuple[ImpactLine, ...]:
    """Return the assessments on record of what the dialogue does to other strategies, in order of their codes."""
    entries = (entry for entry in everything.entries if entry.register == "impact" and is_public(entry))
    return tuple(
        ImpactLine(
            code=one.code,
            on=one.values.get("published_on", ""),
            strategy=one.values.get("strategy", ""),
            effect=one.values.get("effect", "").replace(_UNKNOWN, ""),
            reason=one.values.get("reason", ""),
            answer=one.values.get("answer", ""),
            source=one.source,
        )
        for one in sorted(entries, key=lambda one: in_order(one.code))
    )


def matrix_lines(everything: Everything) -> tuple[MatrixLine, ...]:
    """Return each objective that stands with what it is judged by, and its items of evidence by type."""
    items = [
        entry for entry in everything.entries if entry.register == "evidence" and is_public(entry) and entry.stands
    ]
    standing = (objective for objective in everything.objectives if not objective.withdrawn_on)
    return tuple(
        MatrixLine(
            objective=one.code,
            title=one.title,
            indicator=one.indicator,
            baseline=one.baseline,
            target=one.target,
            data_source=one.data_source,
            evidence=dict(sorted(Counter(item.values["type"] for item in evidence_on(one.code, items)).items())),
        )
        for one in sorted(standing, key=lambda one: in_order(one.code))
    )
