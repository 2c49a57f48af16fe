"""A new record by `evalflow init`: what is made, what is refused, what is said."""

from pathlib import Path

import pytest

from evalflow.wiring import real_clock
from tests.support.command_line import CommandLine


def test_a_folder_gets_its_settings_and_its_database(evalflow: CommandLine, tmp_path: Path) -> None:
    assert evalflow.done("init", "record", "--person", "Secretariat") == f"{tmp_path / 'record'}\n"
    assert sorted(path.name for path in (tmp_path / "record").iterdir() if "db-" not in path.name) == [
        "evalflow.db",
        "evalflow.toml",
    ]
    assert 'person = "Secretariat"' in (tmp_path / "record" / "evalflow.toml").read_text()


def test_it_ends_with_the_next_three_commands_and_these_can_be_typed(
    evalflow: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = evalflow("init", "record", "--with-registry", "--person", "Secretariat").err
    changes_folder, lists, opens = (line.strip() for line in talk.splitlines()[-3:])
    assert (changes_folder, lists) == ("cd record", "evalflow dialogue list")
    assert opens.startswith("evalflow cycle open uk-china --opens 2")
    monkeypatch.chdir(tmp_path / "record")
    assert len(evalflow.done(*lists.split()[1:]).splitlines()) == 13


def test_with_the_registry_comes_what_the_paper_says_in_general(evalflow: CommandLine) -> None:
    evalflow.done("init", "record", "--with-registry", "--person", "Secretariat")
    head = evalflow.done("audit", "head", "--folder", "record")
    evalflow.done("dialogue", "import", "--paper", "--folder", "record")
    assert evalflow.done("audit", "head", "--folder", "record") == head


def test_a_folder_that_holds_a_record_is_not_overwritten(record: CommandLine) -> None:
    head = record.done("audit", "head")
    code, talk = record.refused("init", ".")
    assert (code, "exists already" in talk) == (1, True)
    assert record.done("audit", "head") == head


def test_who_enters_the_registry_must_be_named_before_anything_is_made(evalflow: CommandLine, tmp_path: Path) -> None:
    assert evalflow.refused("init", "record", "--with-registry") == (
        1,
        "evalflow: Say who enters the registry: give your name with --person.\n",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["mysql://somewhere/x", "sqlite:///gone/evalflow.db"])
def test_where_the_database_cannot_be_made_nothing_is_left_behind(
    evalflow: CommandLine, tmp_path: Path, address: str
) -> None:
    code, talk = evalflow.refused("init", "record", "--database", address)
    assert (code in (3, 4), talk.startswith("evalflow: ")) == (True, True)
    assert list(tmp_path.iterdir()) == []


def test_what_was_in_the_folder_before_stays_when_the_database_cannot_be_made(
    evalflow: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("kept")
    assert evalflow("init", ".", "--database", "mysql://somewhere/x").code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_database_that_is_another_program_s_is_left_alone(evalflow: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "evalflow.db").write_bytes(b"not a database at all, but a letter" * 40)
    before = (tmp_path / "evalflow.db").read_bytes()
    code, talk = evalflow.refused("init", ".")
    assert (code, talk.startswith("evalflow: ")) == (4, True)
    assert (tmp_path / "evalflow.db").read_bytes() == before


@pytest.mark.parametrize("words", [["today"], ["today", "--folder", "."], ["init", "."]])
def test_a_record_whose_settings_are_lost_is_told_the_lines_to_write(record: CommandLine, words: list[str]) -> None:
    Path("evalflow.toml").unlink()
    code, talk = record.refused(*words)
    assert (code, talk.splitlines()[1:]) == (
        1, ['  database = "sqlite:///evalflow.db"', '  person = "YOUR NAME"'],
    )  # fmt: skip
    Path("evalflow.toml").write_text("\n".join(talk.splitlines()[1:]))
    assert record("audit", "verify").code == 0


def test_an_example_is_marked_as_one_for_ever(evalflow: CommandLine) -> None:
    evalflow.done("init", "record", "--example", "--title", "A try")
    ran = evalflow("today", "--folder", "record", "--at", "2027-01-11T09:00Z")
    assert (ran.code, "A try: nothing waits." in ran.err, "Worked example" in ran.err) == (0, True, True)


def test_without_a_person_the_next_commands_say_where_the_name_goes(evalflow: CommandLine) -> None:
    assert '--as "YOUR NAME"' in evalflow("init", "record").err


def test_a_quotation_mark_or_a_backslash_in_a_name_does_no_harm(evalflow: CommandLine) -> None:
    evalflow.done("init", "record", "--person", 'Ada "A\\B" Example')
    evalflow.done("dialogue", "import", "--paper", "--folder", "record")


def test_the_next_day_to_open_lies_ahead(evalflow: CommandLine) -> None:
    opens = evalflow("init", "record").err.rpartition("--opens ")[2].split()[0]
    assert opens > real_clock().date().isoformat()


def test_a_record_lives_in_postgresql_as_well(
    evalflow: CommandLine, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    evalflow.done("init", "record", "--with-registry", "--person", "Secretariat", "--database", postgres_url)
    monkeypatch.setenv("EVALFLOW_FOLDER", "record")
    evalflow.done("objective", "withdraw", "UK-11", "--on", "2024", "--no-reason-stated")
    assert evalflow("audit", "verify").err.endswith("The record is sound.\n")
    assert " fails " not in evalflow.done("doctor")
    code, talk = evalflow.refused("init", "another", "--database", postgres_url)
    assert (code, "already" in talk) == (1, True)


def test_the_database_of_the_environment_is_used_and_not_written_down(
    evalflow: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALFLOW_DATABASE", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    assert "set that for every command" in evalflow("init", "record").err
    assert (tmp_path / "elsewhere.db").exists()
    assert "elsewhere" not in (tmp_path / "record" / "evalflow.toml").read_text()
    assert evalflow.refused("init", "other", "--database", "sqlite:///other.db") == (
        1,
        "evalflow: EVALFLOW_DATABASE names another database. Leave out one of the two.\n",
    )


def test_in_the_folder_itself_the_next_commands_need_no_cd(evalflow: CommandLine) -> None:
    first, _, _ = (line.strip() for line in evalflow("init").err.splitlines()[-3:])
    assert first == "evalflow doctor"


def test_a_folder_with_spaces_can_be_typed_as_it_is_said(evalflow: CommandLine) -> None:
    assert "  cd 'my record'\n" in evalflow("init", "my record").err


def test_a_dry_run_makes_nothing_and_refuses_what_would_be_refused(evalflow: CommandLine, tmp_path: Path) -> None:
    ran = evalflow("init", "record", "--with-registry", "--person", "Ada", "--dry-run")
    assert (ran.out, list(tmp_path.iterdir())) == (f"{tmp_path / 'record'}\n", [])
    assert ran.err == "A record would be made there, with 12 dialogues.\nDry run: nothing was written.\n"
    evalflow.done("init", "record")
    assert evalflow.refused("init", "record", "--dry-run")[0] == 1
