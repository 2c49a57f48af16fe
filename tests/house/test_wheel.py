"""The wheel carries all that evalflow ships, and finds it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from evalflow import resources
from evalflow.errors import Broken
from evalflow.resources import resource
from tests.support.checkout import ROOT, named, project_files

SHIPPED = ("templates", "workflows", "db")
FINDS_EACH = """
import sys
from evalflow.resources import resource
for name in sys.stdin.read().splitlines():
    print(resource(*name.split("/")).is_file(), name)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a release is: from the checkout the source archive, from that the wheel."""
    folder = tmp_path_factory.mktemp("dist")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_every_shipped_file_and_every_module_and_nothing_else(wheel: Path) -> None:
    shipped = {f"evalflow/_resources/{named(path)}" for path in project_files(*SHIPPED)}
    modules = {named(path).removeprefix("src/") for path in project_files("src")}
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert carried == shipped | modules


def test_the_wheel_alone_finds_every_shipped_file(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    names = [named(path) for path in project_files(*SHIPPED)]
    found = subprocess.run(
        [sys.executable, "-c", FINDS_EACH],
        cwd=tmp_path,  # first on the path of -c
        input="\n".join(names),
        capture_output=True,
        text=True,
    )
    assert found.stdout.splitlines() == [f"True {name}" for name in names], found.stderr


def test_the_licences_travel_with_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name.partition("/licenses/")[2] for name in archive.namelist() if "/licenses/" in name]
    assert sorted(names) == ["LICENSE", "templates/reports/fonts/OFL.txt"]


def test_a_checkout_uses_its_own_files_even_where_copies_lie_beside_the_package() -> None:
    assert resource("workflows") == ROOT / "workflows"


def test_an_installed_package_uses_the_files_it_carries(tmp_path: Path) -> None:
    assert resources._root(tmp_path / "site-packages" / "evalflow") == tmp_path / "site-packages/evalflow/_resources"


def test_a_folder_called_src_is_not_yet_a_checkout(tmp_path: Path) -> None:
    assert resources._root(tmp_path / "src" / "evalflow") == tmp_path / "src/evalflow/_resources"


def test_a_missing_file_is_told_with_its_name_and_what_helps() -> None:
    with pytest.raises(Broken) as broken:
        resource("workflows", "no-such.yaml")
    assert broken.value.code == "resource-missing"
    assert str(broken.value) == (
        f"evalflow ships workflows/no-such.yaml, but it is not at {ROOT / 'workflows' / 'no-such.yaml'}. "
        "The installation is incomplete: install evalflow again."
    )
