"""Where a person asks for a file: a new one, or in the place of another only where the command says so."""

from pathlib import Path

import pytest

from evalflow.cli.frame.places import write_out
from evalflow.errors import Refused


def test_a_file_that_is_there_keeps_its_place_unless_it_is_to_be_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "table.csv"
    out.write_bytes(b"mine")
    with pytest.raises(Refused, match="is not overwritten"):
        write_out(out, b"new")
    assert (out.read_bytes(), capsys.readouterr().out) == (b"mine", "")
    write_out(out, b"new", over=True)
    assert (out.read_bytes(), capsys.readouterr().out) == (b"new", f"{out}\n")
