"""What helps, as a refusal names it → the command to type. The rooms of the rules name none."""

from collections.abc import Iterable, Mapping
from typing import Final

from evalflow.errors import Remedy

COMMANDS: Final[Mapping[str, str]] = {
    "add-evidence": "evalflow record add evidence --dialogue … --set objective={} …",
    "add-point": "evalflow input point {} --text …",
    "add-suspension": "evalflow record add suspension --dialogue {}",
    "adopt-report": "evalflow report adopt",
    "check-criteria": "evalflow criteria check",
    "list-circle": "evalflow circle list CYCLE",
    "list-unconfirmed": "evalflow input unconfirmed",
    "propose-rating": "evalflow finding propose",
    "publish-report": "evalflow report publish",
    "resume-cycle": "evalflow cycle resume",
    "send-back": "evalflow input send-back {}",
    "show-history": "evalflow objective history {}",
    "withdraw-objective": "evalflow objective withdraw",
}


def worded(says: object, helps: Iterable[Remedy]) -> str:
    """Return what a refusal says, with commands in place of the marks of its remedies."""
    text = str(says)
    for remedy in helps:
        text = text.replace(str(remedy), COMMANDS[remedy.name].format(remedy.about))
    return text
