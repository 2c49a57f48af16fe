"""Codes in a text of the report: those of inputs that are not listed are taken out, however they are written."""

from evalflow.evaluation.report.public_record.protection.visible import NOT_NAMED, Visible
from tests.evaluation.report.public_record.known import handed_in


def test_no_code_of_an_input_that_is_not_listed_stays_in_a_text() -> None:
    listed, hidden = handed_in("EX-SA-2027/NGO/001"), handed_in("EX-SA-2027/K7Q2", "expert", "confidential")
    visible = Visible([listed, hidden], "EX-SA-2027")
    for code in ("EX-SA-2027/K7Q2", "ex-sa-2027/k7q2", "EX-SA-2027/R9Z4", "ex-sa-2027/r9z4", "Ex-Sa-2027/NGO/002"):
        assert visible.without_hidden_codes(f"As {code} says.") == f"As {NOT_NAMED} says."
    for text in ("ex-sa-2027/ngo/001", "EX-SA-2027/REC/3", "https://example.org/EX-SA-2027/R9Z4"):
        assert visible.without_hidden_codes(f"As {text} says.") == f"As {text} says."
