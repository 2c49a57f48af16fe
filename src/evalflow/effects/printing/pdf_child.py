"""Frames of HTML on standard input → frames of PDF on standard output, under limits of time and memory.

A frame that is answered holds a sign for success, a line of JSON with the signs that no font had, and the PDF.

The process that lays out foreign text. It is started by `pdf.py`, opens no network and reads no file but its fonts.
"""

import base64
import json
import logging
import os
import resource as limits
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from evalflow.effects.printing.frames import read_frame, write_frame
from evalflow.effects.printing.own_assets import own_asset
from evalflow.resources import resource

DONE, FAILED = b"+", b"-"
VARIANT = "pdf/a-3a"  # archival, tagged, with the record attached; PDF/UA-1 is declared beside it

# A PDF/A file may carry a property that PDF/A does not know only with a description of it.
_UA_IDENTIFIER = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""

Job = dict[str, Any]


def main(cpu_seconds: int, memory_bytes: int) -> None:
    """Answer job after job until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the frames
    logging.getLogger("weasyprint").addHandler(_MISSING)
    _limit_memory(memory_bytes)
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        _allow_more_time(cpu_seconds)
        write_frame(answers, _answer(frame))


class _Missing(logging.Handler):
    """Keeps the signs that were printed as empty boxes: WeasyPrint tells of them in its log alone."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.signs: set[int] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith(".notdef glyph rendered") and isinstance(record.args, tuple):
            self.signs.add(cast(int, record.args[1]))


_MISSING = _Missing()


def _answer(frame: bytes) -> bytes:
    _MISSING.signs.clear()
    try:
        pdf = _pressed(json.loads(frame))
        return DONE + json.dumps(sorted(_MISSING.signs)).encode() + b"\n" + pdf
    except MemoryError:
        return _failure("memory", "")
    except OSError as error:  # the loader's words name the library that is missing
        return _failure("library" if "library" in str(error) else "failed", str(error))
    except Exception as error:
        return _failure("failed", f"{type(error).__name__}: {error}")


def _failure(word: str, detail: str) -> bytes:
    return FAILED + json.dumps({"word": word, "detail": detail}).encode()


def _pressed(job: Job) -> bytes:
    """Return the PDF of one job. Equal jobs give equal bytes: the only date in it is the one handed in."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    reports = resource("templates", "reports")
    faces = FontConfiguration()
    html = HTML(string=job["html"], base_url=f"{reports.as_uri()}/", url_fetcher=_fetcher()(reports / "fonts"))
    document = html.render(font_config=faces, pdf_variant=VARIANT)
    _describe(document.metadata, job["created"])
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, attachments=_attachments(job))
    return pdf


def _describe(metadata: Any, created: str) -> None:
    metadata.created = metadata.modified = created
    metadata.attachments = []  # a page may not bring its own
    plain: Callable[..., bytes] = metadata.generate_rdf_metadata
    metadata.generate_rdf_metadata = lambda *said: plain(*said).replace(b"</rdf:RDF>", _UA_IDENTIFIER)


def _attachments(job: Job) -> list[Any]:
    from weasyprint import Attachment

    created = datetime.fromisoformat(job["created"])
    return [
        Attachment(string=base64.b64decode(content), name=name, description=f"The data of this report, {name}",
                   created=created, modified=created, relationship="Data")
        for name, content in sorted(job["attachments"].items())
    ]  # fmt: skip


def _fetcher() -> Callable[[Path], Any]:
    """Return the class of the only fetcher. It is made here because its parent may be imported in this process only."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnAssets(URLFetcher):  # type: ignore[misc]  # WeasyPrint comes without types
        def __init__(self, fonts: Path) -> None:
            super().__init__(allowed_protocols=("data",))
            self._fonts = fonts

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            return URLFetcherResponse(url, own_asset(url, self._fonts).read_bytes())

    return OwnAssets


def _limit_memory(size: int) -> None:
    limits.setrlimit(limits.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS knows the limit and refuses to set it
        limits.setrlimit(limits.RLIMIT_AS, (size, limits.getrlimit(limits.RLIMIT_AS)[1]))


def _allow_more_time(seconds: int) -> None:
    """Let this process use `seconds` of processor time from now on; the kernel ends it when they are over."""
    used = limits.getrusage(limits.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds + 1
    limits.setrlimit(limits.RLIMIT_CPU, (until, limits.getrlimit(limits.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main(cpu_seconds=int(sys.argv[1]), memory_bytes=int(sys.argv[2]))
