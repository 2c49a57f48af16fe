"""A published report → its files, which the record keeps, so that they are never made anew.

A publication that was replaced is named no more: then `drop_files` drops what it alone named.
"""

import hashlib
from collections.abc import Iterator, Mapping

from evalflow.errors import Broken, NotFound
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.publications import Publication
from evalflow.store.access.reading import Reading
from evalflow.store.access.transaction import Transaction


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file by name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def keep_files(tx: Transaction, files: Mapping[str, bytes]) -> None:
    """Keep the content of files in the record, from the commit on."""
    for content in files.values():
        tx.put_blob(content)


def drop_files(tx: Transaction, publication: Publication) -> None:
    """Drop the content of each file of an earlier publication, unless an evaluation still names it.

    The JSON file is the adopted record itself: it goes only once the adoption names another one.
    """
    named = {sha256 for evaluation in tx.all(Evaluation) for sha256 in _named(evaluation)}
    for sha256 in set(publication.files.values()) - named:
        tx.drop_blob(sha256)


def published_files(reading: Reading, evaluation: Evaluation) -> dict[str, bytes]:
    """Return the content of each published file by name, the PDF first; none where an older version published it.

    Raises:
        Broken: `publication-lost`, the record no longer holds a file, or holds it altered.
    """
    publication = evaluation.publication
    if publication is None or not publication.kept:
        return {}
    found = {name: content_of(reading, evaluation.code, name, sha) for name, sha in publication.files.items()}
    return dict(sorted(found.items(), key=lambda file: not file[0].endswith(".pdf")))


def _named(evaluation: Evaluation) -> Iterator[str]:
    if evaluation.adoption:
        yield evaluation.adoption.record_sha256
    if evaluation.publication:
        yield from evaluation.publication.files.values()


def content_of(reading: Reading, code: str, name: str, sha256: str) -> bytes:
    """Return a content that a report of this cycle refers to, called `name` where it is not there. Raises Broken."""
    try:
        content = reading.blob(sha256)
    except NotFound:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Broken(
            "publication-lost",
            f"The record no longer holds {name} of {code} as it was. Run `evalflow audit verify`.",
        )
    return content
