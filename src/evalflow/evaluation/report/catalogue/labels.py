"""Words of closed vocabularies (facts, fields, kinds, answers) → their English labels."""

from collections.abc import Mapping
from typing import Final

from evalflow.evaluation.bodies import KIND_WORDS
from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.inputs.confirmations import CATEGORY_WORDS
from evalflow.evaluation.objectives.objective import DECLARED
from evalflow.evaluation.statements import IN_WORDS
from evalflow.evaluation.wording import capital

_INPUT_KINDS: Final = {
    "ngo": "NGOs",
    "ngo-joint": "NGOs, jointly",
    "nhri": "National human rights institutions",
    "parliament": "Parliament",
    "un-body": "UN bodies",
    "expert": "Experts",
    "individual": "Individuals",
    "government": "Partner government",
    "counterpart-government": "Counterpart government",
    "exhibit": "Exhibits",
    "civil-society-withheld": "Civil society, name withheld",
    "official-withheld": "Official, name withheld",
    "not-published": "Name withheld or not published",
    "all": "All",
}

LABELS: Final[Mapping[str, str]] = {
    "body.not-named": "not named yet",
    "input.name-withheld": "name withheld",
    "fact.other": "What the dialogue is called, and its sources",
    **{f"fact.{name}": label for name, label in FIELDS.items()},
    **{f"field.{name}": declared.label for name, declared in DECLARED.items()},
    **{f"inputs.{kind}": label for kind, label in _INPUT_KINDS.items()},
    **{f"body-kind.{kind}": label for kind, label in KIND_WORDS.items()},
    **{f"erasure.reason.{name}": capital(label) for name, label in CATEGORY_WORDS.items()},
    **{f"knowledge.{knowledge}": label for knowledge, label in IN_WORDS.items()},
}
