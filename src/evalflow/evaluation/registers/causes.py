"""What is named as the cause of a change, and when the change came → whether the one can have led to the other."""

from dataclasses import dataclass

from evalflow.engine.dates import PartialDate


@dataclass(frozen=True)
class Raised:
    """Where something was raised: the day, None where no source says, and why it cannot have been; "" where it can."""

    on: PartialDate | None = None
    fault: str = ""


@dataclass(frozen=True)
class Untimely:
    """Why the change did not come after what is named as its cause: the code of the refusal, and a sentence."""

    code: str
    text: str


def untimely(raised: str, on: PartialDate, changed_on: str) -> Untimely | None:
    """Return why a change of `changed_on` does not follow what was raised on the day `on`; None where it does."""
    changed = PartialDate.parse(changed_on)
    if changed.latest < on.earliest or (changed == on and changed.earliest == changed.latest):
        return Untimely(
            "cause-after-effect",
            f"{raised} ({on}) is not before the change ({changed_on}): a cause does not come after its effect. "
            "Grade the contribution coincident or no-link.",
        )
    if changed.earliest <= on.latest:
        return Untimely(
            "cause-not-before-effect",
            f"Whether {raised} ({on}) came before the change ({changed_on}) cannot be told from these dates. State "
            "them more exactly, or grade the contribution coincident.",
        )
    return None
