"""Check what pyproject.toml and the locks say against what the repository holds."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("build", "develop", "jvm", "lock", "runtime")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    """pyproject.toml, read."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def lock_text(root: Path, name: str) -> str:
    return (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(root: Path, name: str) -> dict[str, set[str]]:
    """Give the versions that a lock pins, by canonical name (more than one where they depend on the Python)."""
    found: dict[str, set[str]] = {}
    for package, version in PINNED.findall(lock_text(root, name)):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


def imported(file: Path) -> set[str]:
    """Give the top-level names that a file imports, other than relatively."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    return {name.split(".")[0] for name in plain | froms}


def test_every_folder_with_code_is_a_package(project: dict[str, Any], tracked: list[Path], root: Path) -> None:
    """setuptools leaves out a folder that pyproject.toml does not list, and says nothing; so this does."""
    folders = project["tool"]["setuptools"]["package-dir"]
    roots = {folder: package for package, folder in folders.items()}
    on_disk = set()
    for path in (file.relative_to(root) for file in tracked if file.suffix == ".py"):
        if path.parts[0] in roots:
            on_disk.add(".".join((roots[path.parts[0]], *path.parts[1:-1])))

    listed = set(project["tool"]["setuptools"]["packages"])

    assert not on_disk - listed, f"add to [tool.setuptools] packages: {sorted(on_disk - listed)}"
    assert not listed - on_disk, f"listed in [tool.setuptools] packages, without a file: {sorted(listed - on_disk)}"


def test_every_package_has_an_init(project: dict[str, Any], root: Path) -> None:
    """Each listed package has its __init__.py: without it the editable install fails though the wheel works."""
    folders = project["tool"]["setuptools"]["package-dir"]
    missing = []
    for package in project["tool"]["setuptools"]["packages"]:
        base = max((name for name in folders if f"{package}.".startswith(f"{name}.")), key=len)
        folder = root.joinpath(folders[base], *package[len(base) :].split(".")[1:])
        missing += [package] if not (folder / "__init__.py").is_file() else []

    assert not missing


def test_the_locks_fit_the_dependencies(project: dict[str, Any], root: Path) -> None:
    """What pyproject.toml asks for is pinned, in a version that it allows; else: python3 dev.py lock."""
    runtime = pins(root, "runtime")
    for requirement in map(Requirement, project["project"]["dependencies"]):
        versions = runtime.get(canonicalize_name(requirement.name), set())

        assert versions, f"requirements/runtime.txt lacks {requirement.name}"
        assert all(requirement.specifier.contains(version, prereleases=True) for version in versions), requirement


def test_the_locks_agree(root: Path) -> None:
    """What users get is what is tested: the test locks pin what runtime.txt pins; jvm.txt changes the engine alone."""
    runtime, develop, jvm = (pins(root, name) for name in ("runtime", "develop", "jvm"))

    assert {name: develop.get(name) for name in runtime} == runtime
    assert {name for name in runtime if runtime[name] != jvm.get(name)} == {"arcadedb"}
    assert set(jvm) - set(develop) == {"arcadedb-embedded"}


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes_and_no_index(name: str, root: Path) -> None:
    """pip can check every file, and gets it from whichever index the machine is set up with."""
    text = lock_text(root, name)
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]

    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host", text)


def test_what_is_imported_is_declared(project: dict[str, Any], tracked: list[Path], root: Path) -> None:
    """Every package that the product imports is a dependency or an extra; tests may use what is locked, besides.

    Benchmarks are left out: they import the peers that they are measured against, and say so where one is missing.
    """
    extras = [line for lines in project["project"]["optional-dependencies"].values() for line in lines]
    declared = {canonicalize_name(Requirement(line).name) for line in project["project"]["dependencies"] + extras}
    declared.add(canonicalize_name("arcadedb-embedded"))  # the other build of the same engine: see requirements/jvm.in
    locked, owners = set(pins(root, "develop")), packages_distributions()
    faults = []
    files = (path for path in tracked if path.suffix == ".py" and path.relative_to(root).parts[0] != "bench")
    for file in files:
        place = file.relative_to(root)
        allowed = locked if place.parts[0] in {"tests", "docs"} else declared
        for name in sorted(imported(file) - set(sys.stdlib_module_names)):
            distributions = {canonicalize_name(owner) for owner in owners.get(name, [name])}
            if not (root / name).exists() and not distributions & (allowed | declared):
                faults.append(f"{place.as_posix()} imports {name}")

    assert not faults, "\n".join(faults)
