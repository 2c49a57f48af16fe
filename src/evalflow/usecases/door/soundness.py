"""The whole record → whether it is sound: before anything is adopted, published, sent or given out.

Findings about files in a folder stop nothing: what goes out comes from the record itself.
"""

from dataclasses import replace
from typing import Final

from evalflow.errors import Refused
from evalflow.evaluation.report.head import Head
from evalflow.store.access.reading import Reading
from evalflow.store.checks.verification import Verification, verify
from evalflow.usecases.door.contents_check import content_problems, head_problems, queue_problems

_NAMED: Final = 3  # problems that a refusal names


def examined(reading: Reading, against: Head | None = None) -> Verification:
    """Return what is wrong with the record: rows, journal, contents and queue."""
    verification = verify(reading, against)
    more = (*head_problems(verification), *content_problems(verification), *queue_problems(verification))
    return replace(verification, problems=(*verification.problems, *more))


def refuse_unsound(reading: Reading) -> None:
    """Refuse to go on with a record that is not what its journal says.

    Raises:
        Refused: `record-unsound`, naming what is wrong.
    """
    problems = examined(reading).problems
    if not problems:
        return
    more = f"\n  - and {len(problems) - _NAMED} more" if len(problems) > _NAMED else ""
    lines = "".join(f"\n  - {problem}" for problem in problems[:_NAMED])
    raise Refused(
        "record-unsound",
        f"The record is not what its journal says, so nothing was adopted, published, sent or given out:{lines}{more}\n"
        "See all of it: evalflow audit verify. Then put back a copy that is sound.",
    )
