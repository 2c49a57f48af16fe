"""evalflow.toml and the environment: what is taken, and every problem of what is not."""

from pathlib import Path

import pytest

from evalflow.errors import Broken, InvalidInput, NotFound
from evalflow.settings import FILE, Settings, find_folder, read_settings, settings_text


def written(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def test_an_empty_file_gives_a_database_beside_it_and_the_usual_limits(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, ""), {}) == Settings(
        tmp_path, f"sqlite:///{tmp_path / 'evalflow.db'}", "", 10_000_000, 50_000_000
    )


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = 'database = "sqlite:////srv/x.db"\nperson = "Ann Example"\nattachment_limit_mb = 3\nimport_limit_mb = 4\n'
    assert read_settings(written(tmp_path, text), {}) == Settings(
        tmp_path, "sqlite:////srv/x.db", "Ann Example", 3_000_000, 4_000_000
    )


def test_the_state_directory_is_the_one_that_is_named_or_that_of_the_home(tmp_path: Path) -> None:
    folder = written(tmp_path, "")
    assert read_settings(folder, {"XDG_STATE_HOME": "/s", "HOME": "/h"}).state == Path("/s")
    assert read_settings(folder, {"XDG_STATE_HOME": "relative", "HOME": "/h"}).state == Path("/h/.local/state")
    assert read_settings(folder, {}).state is None


def test_the_environment_goes_before_the_file_unless_it_is_empty(tmp_path: Path) -> None:
    folder = written(tmp_path, 'database = "sqlite:///mine.db"\n')
    postgres = "postgresql+psycopg://ann@host/record"
    assert read_settings(folder, {"EVALFLOW_DATABASE": postgres}).database == postgres
    assert read_settings(folder, {"EVALFLOW_DATABASE": ""}).database == f"sqlite:///{tmp_path / 'mine.db'}"


@pytest.mark.parametrize("person", ['Ann "the pen" O\'Example', "back\\slash", "Zoë 例 \x7f", "two\nlines", ""])
def test_what_is_written_is_what_is_read(tmp_path: Path, person: str) -> None:
    name = 'a "b" \\ c.db'
    found = read_settings(written(tmp_path, settings_text(database=f"sqlite:///{name}", person=person)), {})
    assert (found.person, found.database) == (person, f"sqlite:///{tmp_path / name}")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, '\ufeffperson = "Ann"\n'), {}).person == "Ann"


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = 'databse = "x"\nperson = 5\nattachment_limit_mb = 0\nimport_limit_mb = true\nzzz = 1\n'
    with pytest.raises(InvalidInput) as refusal:
        read_settings(written(tmp_path, text), {})
    names = "database, database_password_file, person, attachment_limit_mb, import_limit_mb, clock_leap_days"
    settings = f"Settings: {names}, pdf_seconds, pdf_memory_mb, log, [mail]."
    assert refusal.value.code == "bad-setting"
    assert str(refusal.value) == "\n".join(
        [
            f"{tmp_path / FILE} cannot be followed:",
            f"  databse: this is no setting. Did you mean database? {settings}",
            "  person: takes a text in quotation marks.",
            "  attachment_limit_mb: takes a whole number of megabytes, not 0.",
            "  import_limit_mb: takes a whole number of megabytes, not True.",
            f"  zzz: this is no setting. {settings}",
        ]
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("database = sqlite:///x.db\n", "line 1 (database). A text stands in straight quotation "
            'marks, as in: person = "Ann Example"'),
        ('# ours\nperson = “Ann”\n', "line 2 (person). Its quotation marks are not straight ones. "
            'Write " in their place.'),
        ("person =", "line 1 (person). A text stands in straight quotation marks, as in: "
            'person = "Ann Example"'),
        ("person = 'a'\nperson = 'b'\n", "line 2 (person). Cannot overwrite a value (at line 2, column 13)."),
        ('person = """Ann\n', "line 1 (person). Unterminated string (at end of document)."),
    ],
)  # fmt: skip
def test_a_line_that_does_not_read_is_named_with_what_helps(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_settings(written(tmp_path, text), {})
    assert str(refusal.value) == f"{tmp_path / FILE} cannot be read: {says}"


def test_a_file_in_another_encoding_names_its_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'import_limit_mb = 5\nperson = "Zo\xe9"\n')
    with pytest.raises(InvalidInput) as refusal:
        read_settings(tmp_path, {})
    assert str(refusal.value) == (
        f"{tmp_path / FILE} cannot be read: line 2 is not written in UTF-8. Open it in an editor and save it as UTF-8."
    )


def test_where_the_file_is_lost_and_the_database_is_there_the_lines_to_write_are_said(tmp_path: Path) -> None:
    (tmp_path / "evalflow.db").write_bytes(b"")
    (tmp_path / "below").mkdir()
    with pytest.raises(NotFound) as refusal:
        find_folder(tmp_path / "below")
    assert refusal.value.code == "settings-lost"
    _, database, person = str(refusal.value).splitlines()
    written(tmp_path, f"{database}\n{person}\n")
    assert read_settings(find_folder(tmp_path), {}).database == f"sqlite:///{tmp_path / 'evalflow.db'}"


@pytest.mark.parametrize("raw", [b"person = ", b"person = \xff", b"person = 'a'\nperson = 'b'"])
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / FILE).write_bytes(raw)
    with pytest.raises(InvalidInput, match=f"^{tmp_path / FILE} cannot be read: ") as refusal:
        read_settings(tmp_path, {})
    assert refusal.value.code == "settings-damaged"


def test_a_file_that_is_gone_is_told_as_that(tmp_path: Path) -> None:
    with pytest.raises(Broken, match=r"cannot be read: No such file or directory\.$") as broken:
        read_settings(tmp_path, {})
    assert broken.value.code == "settings-unreadable"


def test_the_folder_is_this_one_or_the_nearest_above(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    written(tmp_path, "")
    assert [find_folder(tmp_path), find_folder(below)] == [tmp_path, tmp_path]
    assert find_folder(written(below, "")) == below


def test_where_there_is_none_the_command_that_makes_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"Make a folder with `evalflow init FOLDER`\.$") as refusal:
        find_folder(tmp_path)
    assert refusal.value.code == "no-folder"


MAIL = (
    '[mail]\ntransport = "smtp"\nsender = "office@example.org"\nport = 25\nattach_limit_mb = 2\ntimeout_seconds = 9\n'
)


def test_how_letters_go_is_a_part_of_its_own(tmp_path: Path) -> None:
    mail = read_settings(written(tmp_path, MAIL), {}).mail
    assert (mail.transport, mail.port, mail.attach_limit, mail.timeout) == ("smtp", 25, 2_000_000, 9)
    assert read_settings(written(tmp_path, ""), {}).mail.transport == "folder"


def test_a_password_comes_from_the_environment_or_a_file_and_is_not_shown(tmp_path: Path) -> None:
    folder = written(tmp_path, MAIL + 'password_file = "secret"\n')
    with pytest.raises(Broken, match="secret, which should hold the password of the mailbox, cannot be read"):
        read_settings(folder, {})
    (folder / "secret").write_text("from the file\n")
    (folder / "secret").chmod(0o600)
    assert read_settings(folder, {}).mail.password == "from the file"  # noqa: S105 - of no mailbox
    settings = read_settings(folder, {"EVALFLOW_MAIL_PASSWORD": "from outside"})
    assert settings.mail.password == "from outside"  # noqa: S105 - as above
    assert "from outside" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mail = 3\n", "mail: this begins a part of the file: write [mail] on a line of its own."),
        ('[mail]\ntransport = "pigeon"\n', "mail.transport: is one of folder, smtp, sendmail."),
        ('[mail]\ntransport = "smtp"\n', "mail.sender: say from which address letters come;"),
        ("[mail]\nport = 0\n", "mail.port: takes a whole number, not 0."),
        ('[mail]\nhots = "x"\n', "mail.hots: this is no setting. Did you mean host?"),
    ],
)
def test_what_is_wrong_with_mail_is_told(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_settings(written(tmp_path, text), {})
    assert says in str(refusal.value)


CANARY = "hunter2-canary"
POSTGRES = f"postgresql+psycopg://ann:{CANARY}@host/record"


@pytest.mark.parametrize(
    "text",
    [
        f"database = {POSTGRES}\n",
        f'database = "{POSTGRES}\n',
        f"database = “{POSTGRES}”\n",
        f"database = 'x'\ndatabase = '{POSTGRES}'\n",
        f'database = "postgresql+psycopg://ann@host/record?password={CANARY}\n',
        f"{CANARY}\n",
        f"password = {CANARY}\n",
        f'[mail]\nuser = {{password = "{CANARY}"}}\n',
        f'[mail]\nport = "{CANARY}"\n',
        f'[mail]\nsecurity = "{CANARY}"\n',
        f'[mail]\npassword = "{CANARY}"\n',
        f'database = ["{POSTGRES}"]\n',
        f'attachment_limit_mb = "{CANARY}"\n',
        f'x = {{"{CANARY}" = 1, "{CANARY}" = 2}}\n',
        f'mail = "{CANARY}"\n',
    ],
)
def test_no_message_shows_what_a_line_holds(tmp_path: Path, text: str) -> None:
    (written(tmp_path, text) / FILE).chmod(0o600)
    with pytest.raises(InvalidInput) as refusal:
        read_settings(tmp_path, {})
    assert CANARY not in str(refusal.value)


def test_a_password_that_others_can_read_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, MAIL + 'password_file = "secret"\n')
    (folder / "secret").write_text(CANARY)
    for mode in (0o644, 0o640, 0o604, 0o660, 0o602):
        (folder / "secret").chmod(mode)
        with pytest.raises(Broken, match=f"chmod 600 {folder / 'secret'}$") as broken:
            read_settings(folder, {})
        assert (broken.value.code, CANARY in str(broken.value)) == ("secret-shown", False)
    (folder / "secret").chmod(0o400)
    assert read_settings(folder, {}).mail.password == CANARY


def test_an_address_with_a_password_in_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    for address in (POSTGRES, f"postgresql+psycopg://ann@host/record?sslmode=require&password={CANARY}"):
        (written(tmp_path, f'database = "{address}"\n') / FILE).chmod(0o644)
        with pytest.raises(Broken, match="chmod 600") as broken:
            read_settings(tmp_path, {})
        assert CANARY not in str(broken.value)
        (tmp_path / FILE).chmod(0o600)
        assert read_settings(tmp_path, {}).database == address


def test_the_password_of_the_database_comes_from_a_file_or_a_credential_and_is_not_shown(tmp_path: Path) -> None:
    address = "postgresql+psycopg://ann@host/record"
    folder = written(tmp_path, f'database = "{address}"\ndatabase_password_file = "secret"\n')
    (folder / "secret").write_text("p&ss word\n")
    (folder / "secret").chmod(0o600)
    settings = read_settings(folder, {})
    assert (settings.database, "p%26ss" in repr(settings)) == (f"{address}?password=p%26ss%20word", False)
    assert read_settings(folder, {"EVALFLOW_DATABASE": "sqlite:////x.db"}).database == "sqlite:////x.db"


def test_a_credential_of_the_service_goes_before_a_file(tmp_path: Path) -> None:
    given = tmp_path / "credentials"
    given.mkdir()
    address = "postgresql+psycopg://ann@host/record?sslmode=require"
    folder = written(tmp_path, f'database = "{address}"\n{MAIL}password_file = "secret"\n')
    (given / "evalflow-mail-password").write_text("one\n")
    (given / "evalflow-database-password").write_text("two\n")
    for file in given.iterdir():
        file.chmod(0o440)  # as systemd shows them, which lets the service's user in
    settings = read_settings(folder, {"CREDENTIALS_DIRECTORY": str(given)})
    assert (settings.mail.password, settings.database) == ("one", f"{address}&password=two")
    (given / "evalflow-mail-password").chmod(0o444)
    with pytest.raises(Broken, match="others than its owner"):
        read_settings(folder, {"CREDENTIALS_DIRECTORY": str(given)})
    with pytest.raises(Broken, match="secret, which should hold"):
        read_settings(folder, {"CREDENTIALS_DIRECTORY": str(tmp_path / "none")})
