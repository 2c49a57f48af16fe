"""A database file → its journal, line by line, and how its cycles stood: what later versions are held to."""

import gzip
import json
import sqlite3
import sys
from pathlib import Path

from evalflow.store.journal import merkle

HERE = Path(__file__).parent


def record(database: Path, name: str) -> None:
    """Write `name.jsonl.gz` and `name.json` beside this file."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        entries = connection.execute(
            "SELECT header, hex(nonce), payload FROM journal LEFT JOIN journal_payload USING (seq) ORDER BY seq"
        ).fetchall()
        cycles = connection.execute("SELECT id, status, closed FROM cycle ORDER BY id").fetchall()
    lines = [json.dumps({"header": h, "nonce": n, "payload": p}, ensure_ascii=False) for h, n, p in entries]
    (HERE / f"{name}.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    root = merkle.root([merkle.leaf(header) for header, _, _ in entries]).hex()
    stood = [{"id": i, "status": status, "closed": json.loads(closed)} for i, status, closed in cycles]
    (HERE / f"{name}.json").write_text(json.dumps({"size": len(lines), "root": root, "cycles": stood}, indent=1) + "\n")


if __name__ == "__main__":
    record(Path(sys.argv[1]), sys.argv[2])
