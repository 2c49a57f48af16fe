"""The PDF is marked on every page, the same twice, and carries its data; its maker has limits and fetches nothing."""

import io
import itertools
import os
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from evalflow.effects.page import to_pdf_html
from evalflow.effects.printing.own_assets import own_asset
from evalflow.effects.printing.pdf import RECORD_FILE, PdfLimits, Renderer, to_pdf
from evalflow.effects.printing.stillness import ended_when_still
from evalflow.effects.record_json import from_json, to_json
from evalflow.errors import Broken
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.resources import resource
from tests.support.in_words import changed
from tests.support.sample_record import draft_record, sample_record

CREATED = datetime(2027, 6, 11, 22, 59, tzinfo=UTC)
SMALL = '<html lang="en"><title>small</title><p>small</p></html>'


def _pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_every_page_of_an_example_carries_the_notice(sample_pdf: bytes) -> None:
    pages = _pages(sample_pdf)
    assert len(pages) > 10
    assert [number for number, text in enumerate(pages, 1) if EXAMPLE_NOTICE not in text] == []


def test_no_page_of_a_real_report_carries_it(renderer: Renderer) -> None:
    html = to_pdf_html(changed(draft_record(), example=False))
    assert [
        text for text in _pages(renderer.to_pdf(html, created=CREATED, attachments={}).pdf) if "example:" in text
    ] == []


def test_the_pdf_names_its_title_language_and_dates_and_is_tagged(sample_pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(sample_pdf))
    assert reader.metadata
    assert reader.metadata.title
    assert EXAMPLE_NOTICE in reader.metadata.title
    assert reader.metadata.creation_date == reader.metadata.modification_date == CREATED
    catalog: Any = reader.root_object
    assert (catalog["/Lang"], catalog["/MarkInfo"]) == ("en", {"/Marked": True})
    xmp = catalog["/Metadata"].get_data()
    assert re.findall(rb'(pdf\w+id:part)="?>?(\d)', xmp) == [(b"pdfaid:part", b"3"), (b"pdfuaid:part", b"1")]


def test_the_pdf_carries_its_record(sample_pdf: bytes) -> None:
    attached = PdfReader(io.BytesIO(sample_pdf)).attachments
    assert list(attached) == [RECORD_FILE]
    assert from_json(attached[RECORD_FILE][0]) == sample_record()


def test_the_contents_name_the_pages_where_sections_begin(sample_pdf: bytes) -> None:
    pages = _pages(sample_pdf)
    listed = re.search(r"Suspension criteria (\d+)", pages[1])
    assert listed
    assert "10 Suspension criteria" in pages[int(listed[1]) - 1]


def test_the_same_record_gives_the_same_bytes_in_another_process(sample_pdf: bytes) -> None:
    record = sample_record()
    assert to_pdf(to_pdf_html(record), created=CREATED, attachments={RECORD_FILE: to_json(record)}).pdf == sample_pdf


def test_signs_for_which_no_font_is_there_are_named_and_forgotten_with_the_next_page(renderer: Renderer) -> None:
    strange = renderer.to_pdf("<p>A\U0001fbff</p>", created=CREATED, attachments={})  # given no sign by Unicode yet
    assert strange.without_font == "\U0001fbff"
    assert renderer.to_pdf(SMALL, created=CREATED, attachments={}).without_font == ""


def test_letters_are_set_in_the_faces_that_are_shipped(sample_pdf: bytes) -> None:
    pages: Any = PdfReader(io.BytesIO(sample_pdf)).pages
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    assert {str(font["/BaseFont"]).split("+")[-1].split("-")[0] for font in fonts} == {"Noto"}


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        yield server


def test_a_page_fetches_nothing_from_the_net_and_reads_no_file(
    renderer: Renderer, listener: socket.socket, tmp_path: Path
) -> None:
    pipe, secret = tmp_path / "pipe.png", tmp_path / "secret.txt"
    os.mkfifo(pipe)  # whoever opens it to read waits for ever, and the test would end at the renderer's limit
    secret.write_text("a secret of this machine")
    site = f"http://127.0.0.1:{listener.getsockname()[1]}"
    html = "".join(_vectors(address) for address in (site, pipe.as_uri(), secret.as_uri(), "file:///etc/passwd"))
    pdf = renderer.to_pdf(f'<html lang="en"><title>t</title>{html}</html>', created=CREATED, attachments={}).pdf
    with pytest.raises(BlockingIOError):
        listener.accept()
    reader = PdfReader(io.BytesIO(pdf))
    assert list(reader.attachments) == []
    assert [page.get("/Annots", []) for page in reader.pages if any(
        one.get_object().get("/Subtype") == "/FileAttachment" for one in page.get("/Annots", []))] == []  # fmt: skip
    assert b"a secret of this machine" not in b"".join(_streams(reader))


def _vectors(address: str) -> str:
    return f"""
    <link rel=stylesheet href="{address}"><link rel=attachment href="{address}"><base href="{address}">
    <style>@import url({address}); @font-face {{ font-family: f; src: url({address}) }}
    p {{ font-family: f; background: url({address}) }}
    i {{ list-style-image: url({address}); content: url({address}) }}</style><i>i</i>
    <p>x<a rel=attachment href="{address}">a</a><img src="{address}" alt=x><object data="{address}">o</object>
    <embed src="{address}"><svg width=9 height=9><title>t</title><image href="{address}" width=9 height=9 />
    <use href="{address}#x" /></svg><iframe src="{address}"></iframe></p>"""


def _streams(reader: PdfReader) -> Iterator[bytes]:
    for page in reader.pages:
        yield page.extract_text().encode()
    for number in range(1, len(reader.xref[0]) + 1):
        one = reader.get_object(number)
        if one is not None and hasattr(one, "get_data"):
            yield one.get_data()


FONTS = resource("templates", "reports", "fonts")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.ttf", "https://example.org/", "ftp://example.org/", "file:///etc/passwd",
        "FILE:///etc/passwd", "file://host/etc/passwd", f"{FONTS.as_uri()}/OFL.txt", f"{FONTS.as_uri()}/../print.css",
        FONTS.as_uri(), f"{FONTS.as_uri()}/%2e%2e/fonts/../../mail/a.ttf", f"{FONTS.as_uri()}/NotoSans-Regular.ttf?x",
        "fonts/x.ttf", "",
    ],
)  # fmt: skip
def test_an_address_that_is_no_face_of_ours_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="own fonts"):
        own_asset(url, FONTS)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.ttf", tmp_path / "fonts"
    outside.write_bytes(b"x")
    folder.mkdir()
    (folder / "inside.ttf").symlink_to(outside)
    with pytest.raises(ValueError, match="own fonts"):
        own_asset((folder / "inside.ttf").as_uri(), folder)


def test_a_face_of_ours_is_found() -> None:
    face = FONTS / "NotoSans-Regular.ttf"
    assert own_asset(face.as_uri(), FONTS) == face.resolve()


def _code_under(limits: PdfLimits, html: str) -> str:
    with pytest.raises(Broken) as failure:
        to_pdf(html, created=CREATED, attachments={}, limits=limits)
    return failure.value.code


def test_a_page_that_takes_too_much_processor_time_is_ended() -> None:
    assert _code_under(PdfLimits(cpu_seconds=1), "<p>word word word</p>" * 60_000) == "pdf-too-slow"


def test_a_page_that_takes_too_much_memory_is_ended() -> None:
    assert _code_under(PdfLimits(memory_bytes=128 * 1024**2), "x" * 60 * 1024**2) == "pdf-too-large"


def test_a_renderer_makes_the_next_report_after_it_ended_one() -> None:
    with Renderer(PdfLimits(cpu_seconds=1)) as renderer:
        with pytest.raises(Broken):
            renderer.to_pdf("<p>word word word</p>" * 60_000, created=CREATED, attachments={})
        assert renderer.to_pdf(SMALL, created=CREATED, attachments={}).pdf[:5] == b"%PDF-"


def test_a_renderer_does_not_use_up_the_time_of_later_reports() -> None:
    with Renderer(PdfLimits(cpu_seconds=3)) as renderer:  # one takes a fraction of a second, on a slow machine one
        pdfs = {renderer.to_pdf(SMALL + "<p>word</p>" * 400, created=CREATED, attachments={}).pdf for _ in range(12)}
    assert len(pdfs) == 1


def test_a_missing_system_library_is_named_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libgobject-2.0-0'\")")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(Broken) as failure:
        to_pdf(SMALL, created=CREATED, attachments={})
    assert failure.value.code == "pdf-library-missing"
    assert "apt-get install libpangoft2-1.0-0 libharfbuzz-subset0" in str(failure.value)
    assert "brew install pango" in str(failure.value)


def test_a_layout_engine_that_fails_is_an_error_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weasyprint.py").write_text("raise ValueError('no layout today')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(Broken, match="no layout today") as failure:
        to_pdf(SMALL, created=CREATED, attachments={})
    assert failure.value.code == "pdf-failed"


def test_a_layout_engine_that_ends_its_process_is_an_error_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("import os; os._exit(7)")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(Broken, match="exit status 7") as failure:
        to_pdf(SMALL, created=CREATED, attachments={})
    assert failure.value.code == "pdf-stopped"


def test_a_layout_engine_that_waits_for_ever_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weasyprint.py").write_text("import threading; threading.Event().wait()")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(Broken, match="no processor time for 2 seconds") as failure:
        to_pdf(SMALL, created=CREATED, attachments={}, limits=PdfLimits(still_seconds=2))
    assert failure.value.code == "pdf-hangs"


def test_a_process_that_works_is_not_ended_by_the_clock() -> None:
    looked = threading.Semaphore(0)
    counted = itertools.count()

    def used(_: int) -> float:
        looked.release()
        return float(next(counted))

    with subprocess.Popen(["sleep", "3600"]) as child:
        with ended_when_still(child, 0.2, used) as watch:
            for _ in range(60):  # three times the while
                looked.acquire()
        assert (watch.still, child.poll()) == (False, None)
        child.kill()
