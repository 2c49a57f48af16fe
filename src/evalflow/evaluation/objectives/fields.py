"""What is said once of a field of an objective, and from which its option, key, column, checks and labels follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

ChangeKind = Literal[
    "added", "text", "due", "indicator", "details", "withdrawn", "merged", "split", "correction", "editorial"
]
FieldShape = Literal["text", "line", "name", "day", "code", "source", "timeframe"]
Needed = Literal["never", "in-files", "always"]


@dataclass(frozen=True)
class ObjectiveField:
    """The declaration of one field. It stands beside the field itself: see `Objective`.

    `change` is the kind of a change of it, `label` how a report calls it, `key` what a registry file says of its key.
    Without `key` it is not in registry files. The help of its option is `help`, or else what `key` says.
    """

    change: ChangeKind
    label: str
    key: str = ""
    help: str = ""
    shape: FieldShape = "text"
    many: bool = False  # it is a list: one a line
    words: tuple[str, ...] = ()  # its closed vocabulary
    needed: Needed = "never"
    option: bool = True  # `objective add` has an option for it
    metavar: str | None = None  # how its value is written, in the help of the option
    inherited: bool = False  # what takes the place of several objectives has it from them, where they share it
    rated: bool = False  # a change of it makes a rating outdated, as all do of text, timeframe and indicator

    @property
    def help_text(self) -> str:
        return self.help or f"{self.key[:1].upper()}{self.key[1:]}."


def declared_in(kind: type) -> Mapping[str, ObjectiveField]:
    """Return what is declared of the fields of a class, by name, in their order."""
    hints: dict[str, Any] = get_type_hints(kind, include_extras=True)
    extras = ((name, getattr(hint, "__metadata__", ())) for name, hint in hints.items())
    return {name: extra[0] for name, extra in extras if extra}
