"""A CSV or YAML file with a cycle's circle → who has which role in it: all of them, or every problem and none."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, get_args

from evalflow.definitions.problems import nearest, shown
from evalflow.definitions.yaml_text import Mapping as YamlGroup
from evalflow.definitions.yaml_text import Node, Scalar, read_tree
from evalflow.definitions.yaml_text import Sequence as YamlList
from evalflow.definitions.zones import wrong_with_zone
from evalflow.errors import InvalidInput
from evalflow.evaluation.letters.contacts import Language
from evalflow.evaluation.registers.identity import written
from evalflow.intake.addresses import mailbox_key, wrong_with_address
from evalflow.intake.csv_text import DELIMITERS, CsvRow, DamagedQuotes, rows
from evalflow.intake.faults import Faults
from evalflow.intake.many import refuse_too_large
from evalflow.intake.names import wrong_with_code, wrong_with_name
from evalflow.intake.text import read_text

FIELDS: Final = (
    "code", "name", "organisation", "role", "mail", "language", "zone", "calendar", "single", "restricted",
)  # fmt: skip
_REQUIRED: Final = ("name", "role", "mail")
_YES: Final = ("yes", "true", "1")
_NO: Final = ("", "no", "false", "0")


@dataclass(frozen=True)
class MemberDraft:
    """One line: who it is, and in which role. `given` names what was said, so that nothing else is changed."""

    code: str
    name: str
    organisation: str
    role: str
    addresses: tuple[str, ...]
    language: Language
    zone: str
    calendar: str
    single: bool
    restricted: bool
    given: frozenset[str]
    place: str


@dataclass(frozen=True)
class _Said:
    words: Mapping[str, str]
    place: str


def read_circle(
    raw: bytes, file: str, roles: Collection[str], calendars: Collection[str], *, zone: str, limit: int
) -> tuple[MemberDraft, ...]:
    """Return the members that a file names. `roles` are those of the cycle's workflow; `zone` is taken where none is.

    Columns, or names in a YAML list: name, role and mail; where wanted code, organisation, language (en, fr), zone,
    calendar, single and restricted (yes or no). Several addresses are parted by spaces or semicolons.

    Raises:
        InvalidInput: `circle-not-taken` with every problem in its place, `file-too-large`, `form-unknown`, or one of
            `read_text`.
    """
    refuse_too_large(raw, file, limit)
    faults = Faults(file)
    saids = list(_read(raw, file, faults))
    drafts = [_draft(one, roles, calendars, zone, faults) for one in saids]
    _note_two_under_one_code(drafts, faults)
    if not drafts and not faults:
        faults.note(file, "It names nobody.")
    faults.refuse("circle-not-taken")
    return tuple(drafts)


def _read(raw: bytes, file: str, faults: Faults) -> Iterator[_Said]:
    ending = PurePath(file).suffix.lower()
    if ending in (".csv", ".tsv"):
        return _of_csv(read_text(raw, file, None), faults)
    if ending in (".yaml", ".yml"):
        return _of_yaml(read_tree(raw, file, InvalidInput), faults)
    raise InvalidInput("form-unknown", f"{file} should end in .csv, .tsv, .yaml or .yml.")


def _of_csv(text: str, faults: Faults) -> Iterator[_Said]:
    header = text.lstrip("\r\n").partition("\n")[0]
    sign = max(DELIMITERS, key=header.count)
    try:
        read = list(rows(text, sign))
    except DamagedQuotes as damaged:
        faults.note(f"{faults.file}:{damaged.line}", str(damaged))
        return
    names = [cell.strip().casefold() for cell in read[0].cells] if read else []
    _check_names(names, f"{faults.file}:1", faults)
    faults.refuse("circle-not-taken")  # without its columns nothing below can be judged
    for row in read[1:]:
        yield _row(row, names, faults)


def _row(row: CsvRow, names: list[str], faults: Faults) -> _Said:
    place = f"{faults.file}:{row.line}"
    if len(row.cells) != len(names):
        faults.note(place, f"Cells in this row: {len(row.cells)}; in the header: {len(names)}.")
    return _Said(dict(zip(names, row.cells, strict=False)), place)


def _of_yaml(tree: Node, faults: Faults) -> Iterator[_Said]:
    if not isinstance(tree, YamlList):
        faults.note(str(tree.place), "A list belongs here: an entry for each contact, begun by a hyphen.")
        return
    for item in tree.items:
        if not isinstance(item, YamlGroup):
            faults.note(str(item.place), "An entry has names with a colon, such as 'name: Example Society'.")
            continue
        words = {name.text: _word(node, faults) for name, node in item.entries}
        _check_names(list(words), str(item.place), faults)
        yield _Said(words, str(item.place))


def _word(node: Node, faults: Faults) -> str:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, YamlList):
        return " ".join(_word(item, faults) for item in node.items)
    faults.note(str(node.place), "A word belongs here, not a group.")
    return ""


def _check_names(names: list[str], place: str, faults: Faults) -> None:
    for name in names:
        if name not in FIELDS:
            faults.note(place, f"{shown(name)} is not known. {nearest(name, list(FIELDS))}Known: {', '.join(FIELDS)}.")
    for name in _REQUIRED:
        if name not in names:
            faults.note(place, f"{name} is missing.")


def _draft(said: _Said, roles: Collection[str], calendars: Collection[str], zone: str, faults: Faults) -> MemberDraft:
    words = {name: value.strip() for name, value in said.words.items() if value.strip()}
    name, organisation = words.get("name", ""), words.get("organisation", "")
    code = words.get("code") or slug(organisation or name)
    addresses = tuple(re.split(r"[;\s]+", words.get("mail", "").strip("; "))) if "mail" in words else ()
    for wrong in _wrong(said.words, words, code, addresses, roles, calendars):
        faults.note(said.place, wrong)
    language = words.get("language", "en")
    return MemberDraft(
        code, name, organisation, words.get("role", ""), addresses, "fr" if language == "fr" else "en",
        words.get("zone", zone), words.get("calendar", ""), words.get("single", "").casefold() in _YES,
        words.get("restricted", "").casefold() in _YES, frozenset(words), said.place,
    )  # fmt: skip


def _note_two_under_one_code(drafts: Iterable[MemberDraft], faults: Faults) -> None:
    """Note who would stand under the code of somebody else: one that is not given is made of the organisation."""
    first: dict[str, MemberDraft] = {}
    for draft in drafts:
        member_draft = first.setdefault(draft.code, draft)
        if (written(member_draft.name), _mailboxes(member_draft)) != (written(draft.name), _mailboxes(draft)):
            told = (
                f"would stand under the code {draft.code}, as {shown(member_draft.name)} at {member_draft.place} does."
            )
            faults.note(draft.place, f"{shown(draft.name)} {told} Give each a code of its own, in the column 'code'.")


def _mailboxes(draft: MemberDraft) -> frozenset[str]:
    return frozenset(map(mailbox_key, draft.addresses))


def _wrong(
    said: Mapping[str, str],
    words: Mapping[str, str],
    code: str,
    addresses: Iterable[str],
    roles: Collection[str],
    calendars: Collection[str],
) -> Iterator[str]:
    """Yield every sentence on what is wrong with one entry."""
    for needed in _REQUIRED:
        if needed in said and needed not in words:  # one that is not there at all is told already
            yield f"{needed} is empty."
    for name in ("name", "organisation"):
        if name in words and (wrong := wrong_with_name(words[name])):
            yield f"{name} {wrong}."
    if wrong := wrong_with_code(code):
        yield f"code {shown(code)} {wrong}."
    yield from (f"mail {shown(address)}: {wrong}" for address in addresses if (wrong := wrong_with_address(address)))
    for name, known in (("role", roles), ("language", get_args(Language)), ("calendar", calendars)):
        if name in words and words[name] not in known:
            told = f"{nearest(words[name], list(known))}There are: {', '.join(known)}."
            yield f"{name} {shown(words[name])} is not known here. {told}"
    if "zone" in words and (told := wrong_with_zone(words["zone"])):
        yield f"zone: {told}"
    for name in ("single", "restricted"):
        if words.get(name, "").casefold() not in (*_YES, *_NO):
            yield f"{name} is yes or no, not {shown(words[name])}."


def slug(text: str) -> str:
    """Return a code made of a name: example-society for "Example Society"; of a script without such letters, a hash."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    made = "-".join(re.findall("[a-z0-9]+", plain))[:60].strip("-")
    return made or "contact-" + "".join(f"{ord(sign):x}" for sign in written(text))[:12]
