"""What limits a report → its English."""

from collections.abc import Mapping
from typing import Final

from evalflow.evaluation.report.catalogue.plural import Plural, Sentence

LIMITS: Final[Mapping[str, Sentence]] = {
    "limit.not-heard": "For {objectives:number} of {of} objectives no input was received: {objectives:listed}.",
    "limit.not-listed": "For {objectives:number} of {of} objectives this report lists no input: {objectives:listed}.",
    "limit.how-many-is-not-stated": "Some inputs are published without a name, or not at all. How many is not stated, "
    "since a small number could give an author away.",
    "limit.not-public": "{count} of {of} inputs are published without a name, or not at all.",
    "limit.facts-unknown": Plural(
        "{facts:number} of {of} facts about the dialogue is not known: {facts:semicolons}.",
        "{facts:number} of {of} facts about the dialogue are not known: {facts:semicolons}.",
        by="facts",
    ),
    "limit.untold": Plural(
        "The record cannot tell whether {criteria:listed} is tripped.",
        "The record cannot tell whether {criteria:listed} are tripped.",
        by="criteria",
    ),
    "limit.not-checked": Plural(
        "{criteria:listed} was not checked.", "{criteria:listed} were not checked.", by="criteria"
    ),
    "limit.complete": "The register “{register}” is stated complete {spans:listed}, and for no other time.",
    "limit.span": "from {first:date} through {through:date} (by {by}; {source})",
    "limit.never-complete": Plural(
        "Stated complete for no time, so that what is not in them is not known: the register {registers:titles}.",
        "Stated complete for no time, so that what is not in them is not known: the registers {registers:titles}.",
        by="registers",
    ),
    "limit.paraphrased": Plural(
        "{objectives:number} of {of} objectives is printed in a paraphrase and not in the published wording: "
        "{objectives:listed}.",
        "{objectives:number} of {of} objectives are printed in a paraphrase and not in the published wording: "
        "{objectives:listed}.",
        by="objectives",
    ),
    "limit.added": "Added to the record after the cycle had been opened: {objectives:listed}.",
    "limit.added-unreasoned": "No reason is on record for adding {objectives:listed}.",
    "limit.declared": "Who acted is printed as each person declared it, and the grade of the evidence as the "
    "evaluators stated it: both are recorded and not authenticated.",
    "limit.cut-off": "The record was read on {at}: what came later is not in this report.",
}
