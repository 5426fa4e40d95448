"""Check that the archives carry the whole product and that the wheel works where the checkout is out of reach."""

import tarfile
import tomllib
import zipfile
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement


@pytest.fixture(scope="module")
def project(tree: Path) -> dict[str, Any]:
    """pyproject.toml, read."""
    return tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def in_wheel(archives: Any) -> set[str]:
    """The names of the wheel's files."""
    return set(zipfile.ZipFile(archives.wheel).namelist())


def product_files(tree: Path, project: dict[str, Any]) -> dict[str, str]:
    """Give each file below the package folders, and the name that it must have in the wheel."""
    mapping = project["tool"]["setuptools"]["package-dir"].items()
    folders = {folder: package.replace(".", "/") for package, folder in mapping}
    found = {}
    for folder, package in folders.items():
        for file in sorted((tree / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                found[file.relative_to(tree).as_posix()] = f"{package}/{file.relative_to(tree / folder).as_posix()}"
    return found


def test_the_wheel_carries_every_file_of_the_product(tree: Path, project: dict[str, Any], in_wheel: set[str]) -> None:
    """Modules, questions and their golden rows, templates, examples, py.typed: nothing stays behind in the checkout."""
    behind = [file for file, name in product_files(tree, project).items() if name not in in_wheel]

    assert not behind, f"not in the wheel (packages or package-data in pyproject.toml): {behind}"


def test_the_wheel_carries_nothing_else(tree: Path, project: dict[str, Any], in_wheel: set[str]) -> None:
    """No tests, no tools, nothing that would land beside the package in somebody's environment."""
    expected = set(product_files(tree, project).values())
    others = {name for name in in_wheel - expected if ".dist-info/" not in name}

    assert not others


def test_the_wheel_carries_licence_and_types(in_wheel: set[str]) -> None:
    """The licence travels with the code, and type checkers may use its annotations."""
    assert "pathway_graph/py.typed" in in_wheel
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in in_wheel)


def test_the_source_archive_carries_every_tracked_file(archives: Any, tree: Path) -> None:
    """Tests, locks, dev.py and documents are in the source archive; only git's own files are not."""
    with tarfile.open(archives.source) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    tracked = {file.relative_to(tree).as_posix() for file in tree.rglob("*") if file.is_file()}
    tracked = {name for name in tracked if ".egg-info/" not in name and "__pycache__" not in name}

    assert tracked - held == {".gitattributes", ".gitignore"}


@pytest.mark.parametrize("command", [("pathway-graph",), ("python", "-m", "pathway_graph")], ids=["program", "module"])
def test_help_works_outside_the_checkout(installed: Any, command: tuple[str, ...]) -> None:
    """The installed program starts, as a program and as a module, and lists its commands."""
    done = installed.run(*command, "--help")

    assert done.returncode == 0, done.stderr
    assert "load" in done.stdout
    assert "query" in done.stdout


def test_the_installed_package_is_the_one_from_the_wheel(installed: Any, tree: Path) -> None:
    """What runs here is in the environment, not in the checkout, and has the version that pyproject.toml states."""
    done = installed.run("python", "-c", "import pathway_graph; print(pathway_graph.__file__)")
    module = Path(done.stdout.strip())
    version = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    metadata = PathDistribution(next(module.parent.parent.glob("pathway_graph-*.dist-info")))

    assert module.is_relative_to(installed.programs.parent)
    assert metadata.version == version


def test_every_module_imports_without_what_is_not_declared(installed: Any, project: dict[str, Any]) -> None:
    """Each module imports with the core's dependencies alone, or asks for a package that is an extra; nothing else."""
    extras = [line for lines in project["project"]["optional-dependencies"].values() for line in lines]
    code = (
        "import importlib, pkgutil, sys, pathway_graph\n"
        "for module in pkgutil.walk_packages(pathway_graph.__path__, 'pathway_graph.'):\n"
        "    if module.name.endswith('__main__'):\n"
        "        continue\n"
        "    try:\n"
        "        importlib.import_module(module.name)\n"
        "    except Exception as error:\n"
        "        cause = error if isinstance(error, ModuleNotFoundError) else error.__cause__\n"
        "        if getattr(cause, 'name', None) not in sys.argv[1:]:\n"
        "            raise\n"
    )
    done = installed.run("python", "-c", code, *(Requirement(line).name for line in extras))

    assert done.returncode == 0, done.stderr


def test_the_example_works_outside_the_checkout(installed: Any) -> None:
    """`demo` makes its workspace, answers and draws from the wheel alone, in a folder that was empty."""
    done = installed.run("pathway-graph", "demo", "example")

    assert done.returncode == 0, done.stdout + done.stderr
    assert list(installed.folder.rglob("ledger.sqlite3"))
    assert list(installed.folder.rglob("*.html"))
