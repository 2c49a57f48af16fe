"""The points of inputs: listed, split, linked, mended, answered many at once; and inputs that resemble each other."""

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from evalflow.cli.frame.frame import Call, Whole, changes, reads
from evalflow.cli.frame.output import Value
from evalflow.cli.frame.presenting import presented, presents
from evalflow.cli.inputs.input import input_, say_new_receipts
from evalflow.cli.inputs.text import many, short, to_confirm
from evalflow.effects.disk.files import read_file
from evalflow.evaluation.inputs.commands_events import CorrectPoint, LinkPoint, SplitPoint
from evalflow.evaluation.inputs.copies import open_points
from evalflow.evaluation.inputs.input import Input, Point
from evalflow.evaluation.inputs.resemblance import LIKE, PointOfInput, alike
from evalflow.intake.dispositions import read_dispositions
from evalflow.usecases.inputs import answering, inputs

_NUMBER = Whole(min=1)
_SHOWN: Final = {"input": "Input", "point": "Point", "about": "About", "text": "Text", "answer": "Answer"}
_WHOLE: Final = ("input", "point", "about", "text", "disposition", "reason", "paragraph")
_SHORT = 160


@input_.command("points", example="evalflow input points UK-CHINA-2027 --open --format csv")
@click.argument("code")
@click.option("--open", "waiting", is_flag=True, help="Only points without an answer.")
@click.option("--about", default="", help="Only points about this objective or criterion.")
@click.option("--about-nothing", is_flag=True, help="Only points that are tied to no objective and no criterion.")
@reads
def points(call: Call, code: str, waiting: bool, about: str, about_nothing: bool) -> None:
    """List the points of all inputs of a cycle, with the answer to each.

    As CSV the list can be filled in and given to `evalflow input dispose-many`.
    """
    found = inputs.list_inputs(call.door, code)
    open_ = {(one.id, point.number) for one, unanswered in open_points(found) for point in unanswered}
    chosen = [
        (one, point)
        for one in found
        for point in one.points
        if (not waiting or (one.id, point.number) in open_)
        and (not about or about.upper() in (code.upper() for code in point.about))
        and (not about_nothing or not point.about)
    ]
    if call.form == "table":
        call.show_table(_SHOWN, [_shown(one, point) for one, point in chosen])
    else:
        call.show_table({name: name for name in _WHOLE}, [_whole(one, point) for one, point in chosen])
    left = sum((one.id, point.number) in open_ for one, point in chosen)
    call.say(f"{many(len(chosen), 'point')}, {left} without an answer.")


def _shown(one: Input, point: Point) -> list[Value]:
    disposition = point.disposition
    return [
        short(one),
        point.number,
        ", ".join(point.about),
        _beginning(point.text),
        disposition.kind if disposition else "(none)",
    ]


def _whole(one: Input, point: Point) -> list[Value]:
    disposition = point.disposition
    answer = [disposition.kind, disposition.reason, disposition.paragraph] if disposition else ["", "", ""]
    return [one.code, point.number, list(point.about), point.text, *answer]


def _beginning(text: str) -> str:
    return textwrap.shorten(text, _SHORT, placeholder=" …")


@input_.command("dispose-many", example="evalflow input dispose-many UK-CHINA-2027 answers.csv")
@click.argument("code")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--encoding", help="Encoding of the file, where it is not Unicode: latin-1, windows-1251, …")
@changes
def disposemany(call: Call, code: str, file: Path, encoding: str | None) -> None:
    """Answer many points from a CSV file, all of them or none.

    Its columns are those of `evalflow input points --format csv`: input, point, disposition, reason and, where the
    report takes it up, paragraph. A row without a disposition is left as it is; other columns are not read.
    """
    read = read_dispositions(read_file(file), str(file), encoding, call.settings.import_limit)
    done = answering.dispose_many(call.door, code, read.answers)
    call.say(
        f"{many(done.answered, 'point')} answered, {done.as_before} as before, "
        f"{many(read.empty, 'row')} without a disposition. {many(done.waiting, 'point')} of the cycle still without "
        "an answer."
    )


@input_.command("split", example='evalflow input split UK-CHINA-2027/NGO/001 2 --after "and medical care."')
@click.argument("code", metavar="INPUT")
@click.argument("number", metavar="POINT", type=_NUMBER)
@click.option("--after", multiple=True, help="Words after which a part ends; repeat it.")
@click.option("--paragraphs", is_flag=True, help="At every empty line.")
@changes
def split(call: Call, code: str, number: int, after: tuple[str, ...], paragraphs: bool) -> None:
    """Make parts of a point points of their own. No word of it is lost, and none is added."""
    before = inputs.show_input(call.door, code)
    known = inputs.work_on(call.door, code, SplitPoint(number, after, paragraphs))
    new = known.points[len(before.points) :]
    for one in (*(point for point in known.points if point.number == number), *new):
        call.show(f"{known.code} {one.number}  {_beginning(one.text)}")
    call.say(f"Point {number} of {known.code} is {len(new) + 1} points now; the others are numbered after the last.")


@input_.command("link", example="evalflow input link UK-CHINA-2027/NGO/001 2 --to UK-06 --to SC-02")
@click.argument("code", metavar="INPUT")
@click.argument("number", metavar="POINT", type=_NUMBER)
@click.option("--to", "codes", multiple=True, required=True, help="An objective or a criterion; repeat it.")
@click.option("--unlink", is_flag=True, help="Say that it is not about these after all.")
@changes
def link(call: Call, code: str, number: int, codes: tuple[str, ...], unlink: bool) -> None:
    """Say which objectives and suspension criteria a point is about, beside what it was handed in on."""
    known = inputs.work_on(call.door, code, LinkPoint(number, codes, unlink))
    about = next(point.about for point in known.points if point.number == number)
    call.show(f"{known.code} {number}")
    call.say(f"Point {number} of {known.code} is about {', '.join(about) or 'nothing in particular'}.")


@input_.command(
    "correct",
    example="evalflow input correct UK-CHINA-2027/NGO/001 2 "
    '--text "Two of four were let in." --reason "a slip of ours" --code-file receipt.txt',
)
@click.argument("code", metavar="INPUT")
@click.argument("number", metavar="POINT", type=_NUMBER)
@click.option("--text", required=True, help="What the point says now, in the submitter's words.")
@click.option("--reason", default="", help="Why, as the submitter says it; always needed.")
@click.option("--erase-text", is_flag=True, help="Where the name is withheld: the old text is erased for good.")
@presents
@changes
def correct(call: Call, code: str, number: int, text: str, reason: str, erase_text: bool, **given: Any) -> None:
    """Mend what a point says, as its submitter asks.

    Of a public input the old text stays on record beside the new one. Where the name is withheld it is erased: it may
    be what gave its author away. A point that was answered waits for another answer. It needs the receipt code of the
    input, or a second person.
    """
    before, shown = inputs.show_input(call.door, code), presented(given, reason)
    known = inputs.work_on(call.door, code, CorrectPoint(number, text, reason, erase_text=erase_text), shown)
    call.show(f"{known.code} {number}")
    if known == before:
        call.say(f"Point {number} of {known.code} says so already: nothing was written.")
        return
    kept = "the old text stays on record" if known.level == "public" else "the old text is erased"
    asks = " Its answer was to the old text: it waits for another." if before.points[number - 1].disposition else ""
    call.say(f"Point {number} of {known.code} is mended; {kept}.{asks}")
    say_new_receipts(call)
    if known.unconfirmed:
        call.say(to_confirm(known))


@input_.command("similar", example="evalflow input similar UK-CHINA-2027")
@click.argument("code")
@click.option(
    "--at-least",
    "percent",
    type=Whole(1, 100),
    default=round(LIKE * 100),
    show_default=True,
    help="How many percent of the shorter text both must share.",
)
@reads
def similar(call: Call, code: str, percent: int) -> None:
    """Show which points say much the same as a point of an earlier input: campaigns whose text was changed a little.

    They are hints: nothing is linked and nothing is answered by them. Texts are compared by their runs of four words,
    among inputs of one level alone.
    """
    found = inputs.list_inputs(call.door, code)
    by_id = {one.id: one for one in found}
    groups = alike(found, percent / 100)
    columns = {"first": "First", "first_point": "Point", "also": "Resembles it", "also_point": "Point",
               "percent": "Shared", "standing": "Standing"}  # fmt: skip
    rows = [
        _pair(group.first, point_of_input, share, by_id, for_people=call.form == "table")
        for group in groups
        for point_of_input, share in group.others
    ]
    call.show_table(columns, rows)
    call.say(
        f"{many(len(groups), 'point')} came more than once, {many(len(rows), 'time')} more in all."
        if groups
        else f"No point of {many(len(found), 'input')} resembles another's by {percent} percent or more."
    )


def _pair(
    first: PointOfInput, also: PointOfInput, share: float, by_id: Mapping[str, Input], *, for_people: bool
) -> list[Value]:
    copied = by_id.get(also.input.copy_of)
    standing = "same text, answered with it" if copied and copied.id == first.input.id else ""
    percent = round(share * 100)
    codes = [
        short(point_of_input.input) if for_people else point_of_input.input.code for point_of_input in (first, also)
    ]
    told: Value = f"{percent} %" if for_people else percent
    return [codes[0], first.point.number, codes[1], also.point.number, told, standing]
