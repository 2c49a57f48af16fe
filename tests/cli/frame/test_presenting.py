"""The file that presents a receipt code: the receipt itself, or one with the code alone."""

from pathlib import Path

import pytest

from evalflow.cli.frame.presenting import presented
from evalflow.evaluation.inputs.receipt_code import Presented, code_of

CODE = code_of(bytes(range(16)))


@pytest.mark.parametrize("text", [f"Receipt\n\nReceipt code: {CODE}\nReference: EX/NGO/001\n", f" {CODE}\n"])
def test_a_code_is_read_from_the_receipt_or_from_a_file_of_its_own(tmp_path: Path, text: str) -> None:
    file = tmp_path / "receipt.txt"
    file.write_text(text)
    given = {"receipt_code": None, "code_file": file, "confirmed_by": None}
    assert presented(given, "They ask for it.") == Presented(CODE, "", "They ask for it.")
