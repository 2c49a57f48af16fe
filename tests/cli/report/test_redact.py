"""A new edition of a published report without a protected input, on the command line."""

from collections.abc import Callable
from pathlib import Path

from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"
KEEP = [word for code in ("UK-10", "UK-11") for word in ("--keep", f"the rating of {code}=Its old code alone.")]


def test_a_new_edition_is_made_and_the_old_one_is_given_out_no_more(at: At) -> None:
    here = at("published")
    here.done("input", "set-level", f"{CYCLE}/NGO/003", "restricted", "--erase-text")
    code, talk = here.refused("exchange", "export", "--out", "bundle.json")
    assert (code, f"evalflow report redact {CYCLE} --reason TEXT" in talk) == (1, True)
    redact = ("report", "redact", CYCLE, "--reason", "It was asked for.")
    assert "--keep 'the rating of UK-10=REASON'" in here.refused(*redact)[1]
    assert here(*redact, "--keep", "the rating of UK-10").code == 3
    ran = here(*redact, *KEEP)
    assert [Path(line).name for line in ran.out.splitlines()] == [
        f"EXAMPLE-{CYCLE}-report-edition-2.{ending}" for ending in ("pdf", "html", "json")
    ]
    assert "one input was protected after publication." in ran.err
    here.done("exchange", "export", "--out", "bundle.json")
    assert "Society for Culture" not in Path("bundle.json").read_text("utf-8")
    copies = here("report", "redact", CYCLE, "--reason", "It was asked for.")
    assert copies.code == 1
