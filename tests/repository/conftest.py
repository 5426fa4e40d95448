"""Give the tests the list of tracked files."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every file that git tracks and that is there, as an absolute path, in order."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("these files are no git checkout (a source archive, perhaps), so nothing says which are tracked")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in listed.decode().split("\0") if name)
    return sorted(path for path in paths if path.is_file())


@pytest.fixture(scope="session")
def sources(tracked: list[Path]) -> list[Path]:
    """The tracked Python files."""
    return [path for path in tracked if path.suffix == ".py"]
