"""A report, from HTML in memory to the bytes of its PDF, against bare WeasyPrint on the same HTML.

Ours crosses into a child process that fetches nothing and works under limits, and comes back with the record attached.
The bare side is WeasyPrint alone in a process of its own: no limits, no attachment, nothing described. Both processes
are warm, both make PDF/A-3a, and the HTML is that of a whole report.
"""

import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import BinaryIO, cast

from pypdf import PdfReader

from benchmarks.timing import HEADING, in_turns, lines
from evalflow.effects.page import to_pdf_html
from evalflow.effects.printing.frames import read_frame, write_frame
from evalflow.effects.printing.pdf import Renderer
from evalflow.effects.printing.pdf_child import VARIANT
from evalflow.effects.record_json import to_json
from evalflow.resources import resource
from tests.support.sample_record import sample_record

TURNS = 9
AIM = 1.1
_CREATED = datetime(2027, 9, 1, tzinfo=UTC)
_BARE = """
import sys
from weasyprint import HTML
from evalflow.effects.printing.frames import read_frame, write_frame

while (page := read_frame(sys.stdin.buffer)) is not None:
    write_frame(sys.stdout.buffer, HTML(string=page.decode(), base_url=sys.argv[1]).write_pdf(pdf_variant=sys.argv[2]))
"""


def main(turns: int) -> None:
    record = sample_record()
    html, raw = to_pdf_html(record), to_json(record)
    base = f"{resource('templates', 'reports').as_uri()}/"
    command = [sys.executable, "-c", _BARE, base, VARIANT]
    with Renderer() as renderer, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        ours = partial(renderer.to_pdf, html, created=_CREATED, attachments={"record.json": raw})
        theirs = partial(_bare, child, html.encode())
        ours(), theirs()  # warm
        pair = in_turns([(ours, theirs)] * turns)
        pages = len(PdfReader(BytesIO(ours().pdf)).pages)
        cast(BinaryIO, child.stdin).close()
    print(HEADING)
    what = f"a report of {pages} pages, {len(html) // 1024} kB of HTML"
    print(*lines(what, pair, AIM, processor=False), sep="\n")


def _bare(child: "subprocess.Popen[bytes]", page: bytes) -> bytes:
    write_frame(cast(BinaryIO, child.stdin), page)
    pdf = read_frame(cast(BinaryIO, child.stdout))
    if pdf is None:
        sys.exit("The bare WeasyPrint ended before it had made a PDF.")
    return pdf


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS)
