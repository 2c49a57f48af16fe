"""A draft whose words are on record already, under no name → a question: the same submission again, or another one?

Who submitted a name-withheld input cannot be seen from it, so a command that is typed twice would double it. Equal rows
of one command are copies of a campaign; equal words in a later command are asked about. The words alone are compared:
a hash of the file would let a name in it be found by trying.
"""

from collections.abc import Collection, Sequence

from evalflow.errors import Refused
from evalflow.evaluation.inputs.input import Input
from evalflow.intake.drafts import InputDraft


def refuse_double(same: Sequence[Input], draft: InputDraft, now_taken: Collection[str]) -> None:
    """Refuse a draft without a name that says what an earlier command has recorded, without a name.

    `same` are the inputs that say the same, `now_taken` the ids of those that this very command has received.

    Raises:
        Refused: `submitted-before`, with the codes of the earlier ones.
    """
    if draft.level == "public":
        return  # a name tells whether it is the same submitter
    earlier = [
        input_.code
        for input_ in same
        if input_.level != "public" and input_.withdrawn_at is None and input_.id not in now_taken
    ]
    if earlier:
        which = "an earlier input says" if len(earlier) == 1 else "earlier inputs say"
        raise Refused(
            "submitted-before",
            f"Nothing was received: {which} the same, word for word: {', '.join(earlier)}. If this is the same "
            "submission once more, there is nothing to do. If it is another one with the same words, add --again.",
        )
