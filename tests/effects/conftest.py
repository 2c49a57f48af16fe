"""One warm renderer for all tests, and the sample report that it makes."""

from collections.abc import Iterator

import pytest

from evalflow.effects.page import to_pdf_html
from evalflow.effects.printing.pdf import RECORD_FILE, Renderer
from evalflow.effects.record_json import to_json
from tests.support.sample_record import sample_record


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    with Renderer() as warm:
        yield warm


@pytest.fixture(scope="session")
def sample_pdf(renderer: Renderer) -> bytes:
    record = sample_record()
    attached = {RECORD_FILE: to_json(record)}
    return renderer.to_pdf(to_pdf_html(record), created=record.anchor.cut_off, attachments=attached).pdf
