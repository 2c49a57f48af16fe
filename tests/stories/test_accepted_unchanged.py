"""What is handed in is kept as it was, down to the byte: every script, every table, every encoding that is declared."""

import csv
import hashlib
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from tests.stories.places import CYCLE, Place, input_text
from tests.stories.processes import CommandsToRun
from tests.support.page_text import Page

LITERAL = " {{ 7*7 }} {% for x in y %}"
SCRIPTS = {
    "Arabic": "يُطلب من الهيئة أن تسأل: أين هم؟ (2027)",
    "Hebrew with points": "בְּרֵאשִׁית — 12 “אסירים”",
    "Tibetan": "བོད་ཀྱི་སྐད་ཡིག་སློབ་གྲྭ་ནང་།",
    "Uyghur": "تۈرمىدىكىلەرنىڭ ئىسىملىكى",
    "Chinese": "請問：被關押者在何處？「人權」",
    "Chinese beyond the first plane": "𠮷𡈽𠀀 𤭢",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ",
    "Devanagari": "कारागार में बंदी",
    "Thai": "ผู้ต้องขังอยู่ที่ไหน",
    "Burmese": "အကျဉ်းသား",
    "Amharic": "እስረኞች የት ናቸው?",
    "Emoji and joiners": "👩‍⚖️ 🏳️‍🌈 e\u0301 é \u200fعربي\u200e a\u00a0b",
    "direction marks in a text": "A \u202bשלום\u202c B \u2067عربي\u2069 C",
    "markup and templates": "<b>&amp;</b> {{ 7*7 }} {% raw %} ${x} `rm` \\n %s '; DROP TABLE input; --",
    "a cell that starts with =": "=HYPERLINK(\"https://example.org\";\"x\")",
    "a cell that starts with +": "+1 of the points",
    "a cell that starts with -": "-1 of the points",
    "a cell that starts with @": "@SUM(A1:A9)",
}  # fmt: skip


@pytest.fixture
def place(at_sqlite: Callable[[str], Place]) -> Place:
    return at_sqlite("extending")


def handed_in(place: Place, name: str, raw: bytes, *more: str) -> list[dict[str, Any]]:
    """Hand in a file of this name with these bytes, and return the inputs it became, as the command line shows them."""
    (place.folder / name).write_bytes(raw)
    before = codes(place)
    place.done("input", "receive", CYCLE, name, *more)
    new = [code for code in codes(place) if code not in before]
    shown = [["input", "show", code, "--format", "json", "--at", place.at] for code in new]
    [ran] = place.together(CommandsToRun(shown, str(place.folder)))  # one process for all: a table has many
    assert ran.code == 0, ran.err
    return [json.loads(f"{{{part}") for part in f"\n{ran.out}".split("\n{")[1:]]


def codes(place: Place) -> list[str]:
    listed = json.loads(place.done("input", "list", CYCLE, "--format", "json"))["rows"]
    return [row["code"] for row in listed]


def texts(inputs: list[dict[str, Any]]) -> list[str]:
    return [point["text"] for one in inputs for point in one["points"]]


def as_json() -> bytes:
    rows = [{"kind": "ngo", "level": "public", "submitter": f"Example {n}", "text": text}
            for n, text in enumerate(SCRIPTS.values())]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False).encode()


def as_escaped_json() -> bytes:
    return json.dumps(json.loads(as_json())).encode()


def as_yaml() -> bytes:
    points = "".join(f"    - {json.dumps(text, ensure_ascii=False)}\n" for text in SCRIPTS.values())
    return f"cycle: {CYCLE}\nkind: ngo\nlevel: public\nsubmitter: E\nobjectives:\n  UK-01:\n{points}".encode()


def as_markdown() -> bytes:
    return input_text("\n\n---\n\n".join(SCRIPTS.values()), "Example Scripts").encode()


def table(cells: str, end: str, rows: list[str]) -> str:
    """Return a table as a spreadsheet saves it: cells apart by one sign, lines by another, quoted where it must be."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=cells, lineterminator=end)
    writer.writerow(["kind", "level", "submitter", "objective", "text"])
    writer.writerows(["ngo", "public", f"Example {n}", "UK-01", text] for n, text in enumerate(rows))
    return out.getvalue()


@pytest.mark.parametrize("form", [as_json, as_escaped_json, as_yaml, as_markdown])
def test_every_script_is_kept_as_it_was(place: Place, form: Callable[[], bytes]) -> None:
    ending = {as_yaml: "yaml", as_markdown: "md"}.get(form, "json")
    assert texts(handed_in(place, f"scripts.{ending}", form())) == list(SCRIPTS.values())


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("cells", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"),
                           (b"\xfe\xff", "utf-16-be")]
)  # fmt: skip
def test_every_table_is_read_as_it_was_saved(place: Place, cells: str, end: str, mark: bytes, encoding: str) -> None:
    raw = mark + table(cells, end, list(SCRIPTS.values())).encode(encoding)
    assert texts(handed_in(place, "table.csv", raw)) == list(SCRIPTS.values())


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", "Prüfung der Verhörprotokolle, naïve Façade"),
        ("windows-1252", "“Prüfung” – 5 €"),
        ("windows-1251", "Права заключённых"),
        ("koi8-r", "Права заключённых"),
        ("gb18030", "被关押者在何处"),
        ("big5", "被關押者在何處"),
        ("utf-16-le", "без метки"),
    ],
)
def test_an_encoding_that_is_declared_is_followed(place: Place, encoding: str, text: str) -> None:
    raw = input_text(text, "Example Group").encode(encoding)
    assert texts(handed_in(place, "declared.md", raw, "--encoding", encoding)) == [text]


def test_the_receipt_is_bound_to_the_very_bytes_that_were_handed_in(place: Place) -> None:
    raw = b"\xef\xbb\xbf" + input_text("Zeile eins\r\n\tZeile zwei  ", "Example Group").encode()
    [shown] = handed_in(place, "bytes.md", raw)
    proof = json.loads(place.done("audit", "prove", shown["code"]))
    salt = bytes.fromhex(proof["receipt"]["salt"])
    bound = hashlib.sha256(b"evalflow/input/v1" + salt + raw).hexdigest()
    assert (shown["commitment"], proof["receipt"]["commitment"]) == (bound, bound)
    receipt = (place.folder / f"receipts/EXAMPLE-{shown['code'].replace('/', '-')}.txt").read_text(encoding="utf-8")
    assert bound in receipt


def test_an_attachment_is_kept_to_the_byte_under_its_own_name(place: Place) -> None:
    raw, name = bytes(range(256)) * 4, "附件 ملحق.bin"
    (place.folder / name).write_bytes(raw)
    text = input_text("See what is attached.", "Example Group").encode()
    [shown] = handed_in(place, "with.md", text, "--attach", name)
    [attached] = shown["attachments"]
    assert (attached["name"], attached["size"]) == (name, len(raw))
    with closing(sqlite3.connect(place.folder / "evalflow.db")) as connection:
        kept = connection.execute("SELECT content FROM blob WHERE sha256 = ?", (hashlib.sha256(raw).hexdigest(),))
        assert kept.fetchall() == [(raw,)]


def test_an_attachment_of_the_largest_size_is_taken(place: Place) -> None:
    (place.folder / "large.bin").write_bytes(bytes(10_000_000))
    text = input_text("See what is attached.", "Example Group").encode()
    [shown] = handed_in(place, "with.md", text, "--attach", "large.bin")
    assert [attached["size"] for attached in shown["attachments"]] == [10_000_000]


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless_in_csv_alone(place: Place) -> None:
    names = ["=1+1", "+1", "-1", "@A1"]
    rows = [{"kind": "ngo", "level": "public", "submitter": name, "text": f"Of {name}"} for name in names]
    shown = handed_in(place, "names.json", json.dumps(rows).encode())
    assert [one["submitter"] for one in shown] == names
    listed = place.done("input", "list", CYCLE, "--format", "csv")
    cells = {row["submitter"] for row in csv.DictReader(io.StringIO(listed))}
    assert {f"'{name}" for name in names} <= cells
    assert cells.isdisjoint(names)


def test_markup_and_templates_in_an_input_stay_text_in_the_report(place: Place) -> None:
    text = f"<script>alert(1)</script><img src=https://example.org/x>{LITERAL}"
    handed_in(place, "markup.md", input_text(text, "<b>Example</b> {{ record }}").encode())
    place.done("report", "build", CYCLE)
    html = (place.folder / f"reports/EXAMPLE-{CYCLE}-draft.html").read_text(encoding="utf-8")
    assert Page(html).all("script") == []
    assert f"&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=https://example.org/x&gt;{LITERAL}" in html
    assert "&lt;b&gt;Example&lt;/b&gt; {{ record }}" in html
