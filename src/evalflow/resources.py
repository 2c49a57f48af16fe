"""Name of a shipped file → its path, in a checkout and in an installed wheel alike."""

from pathlib import Path

from evalflow.errors import Broken

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a file or folder that evalflow ships, such as `resource("workflows", "criteria")`.

    The first part is `templates`, `workflows` or `db`: only these are carried by a wheel.

    Raises:
        Broken: it is not there, so the installation is damaged; code `resource-missing`.
    """
    path = _root(_PACKAGE).joinpath(*parts)
    if not path.exists():
        raise Broken(
            "resource-missing",
            f"evalflow ships {'/'.join(parts)}, but it is not at {path}. "
            "The installation is incomplete: install evalflow again.",
        )
    return path


def _root(package: Path) -> Path:
    """Return the folder that holds templates, workflows and db for the package in `package`."""
    checkout = package.parent.parent
    # The checkout first: an editable install keeps copies in _resources that grow stale.
    if package.parent.name == "src" and (checkout / "pyproject.toml").is_file():
        return checkout
    return package / "_resources"
