"""The locks hold what pyproject.toml asks for, under licences that suit."""

import re
import tomllib
from collections.abc import Iterable
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.checkout import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
BUILD = [*PROJECT["build-system"]["requires"], *GROUPS["build"]]
RUNTIME = PROJECT["project"]["dependencies"]
DEVELOPMENT = [wish for wish in GROUPS["dev"] if isinstance(wish, str)]
EXTRAS = [wish for wishes in PROJECT["project"]["optional-dependencies"].values() for wish in wishes]
COPYLEFT = re.compile(r"\b[AL]?GPL|Affero|GNU (?:Lesser )?General Public", re.IGNORECASE)


def locked(lock: str) -> dict[str, Requirement]:
    """Return what a lock pins, by canonical name."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line.rstrip(" \\")) for line in lines if re.match(r"[A-Za-z0-9]", line)]
    return {canonicalize_name(pin.name): pin for pin in pins}


def unmet(wishes: Iterable[str], lock: str) -> list[str]:
    pins = locked(lock)
    wanted = [(wish, pins.get(canonicalize_name(Requirement(wish).name))) for wish in wishes]
    return [wish for wish, pin in wanted if pin is None or version(pin) not in Requirement(wish).specifier]


def version(pin: Requirement) -> str:
    (exact,) = pin.specifier
    assert exact.operator == "=="
    return exact.version


def test_the_lock_holds_what_evalflow_runs_on_and_is_built_with() -> None:
    assert unmet([*RUNTIME, *BUILD], "requirements.lock") == []


def test_the_development_lock_holds_all_of_it() -> None:
    assert unmet([*RUNTIME, *BUILD, *DEVELOPMENT, *EXTRAS], "requirements-dev.lock") == []


def test_both_locks_agree() -> None:
    runtime, development = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: str(development.get(name)) for name in runtime} == {name: str(pin) for name, pin in runtime.items()}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text(encoding="utf-8"))[1:]
    assert entries
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_nothing_evalflow_runs_on_binds_its_users_to_the_gpl() -> None:
    runtime = [name for name, pin in locked("requirements.lock").items() if pin.marker is None or pin.marker.evaluate()]
    assert {name: licences(name) for name in runtime if not free_to_use(licences(name))} == {}


@pytest.mark.parametrize(
    ("offered", "free"),
    [
        (["MIT"], True),
        (["AGPL-3.0-only"], False),
        (["License :: OSI Approved :: GNU General Public License v3 (GPLv3)"], False),
        (["GPL-2.0-or-later", "MPL-1.1"], True),
        ([], False),
        ([""], False),
        (["This program is free software, under the\nGNU General Public License as published"], False),
    ],
)
def test_a_package_is_free_to_use_when_one_licence_it_offers_is(offered: list[str], free: bool) -> None:
    assert free_to_use(offered) is free


def licences(name: str) -> list[str]:
    """Return the licences an installed package offers to choose from; an "AND" binds to both, so it stays one."""
    about = metadata.metadata(name)
    for expression in about.get_all("License-Expression", []):
        return [part.strip(" ()") for part in expression.split(" OR ")]
    classified = [line for line in about.get_all("Classifier", []) if line.startswith("License :: OSI Approved ::")]
    return classified or about.get_all("License", []) or texts(name)


def texts(name: str) -> list[str]:
    """Return the licence texts of a package that names no licence: one that binds says its name in them."""
    files = [file for file in metadata.metadata(name).get_all("License-File", []) if "AUTHORS" not in file.upper()]
    return [metadata.distribution(name).read_text(f"licenses/{file}") or "" for file in files]


def free_to_use(offered: list[str]) -> bool:
    return any(licence and not COPYLEFT.search(licence) for licence in offered)
