"""Build the archives from the tracked files alone and install the wheel where the checkout is out of reach."""

import os
import re
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
WINDOWS = os.name == "nt"
UNREACHABLE = re.compile(r"NewConnectionError|NameResolutionError|getaddrinfo|Max retries|ConnectTimeout|ProxyError")


@dataclass(frozen=True)
class Archives:
    """The folder that was built from, the source archive, and the wheel that was built from that archive."""

    tree: Path
    source: Path
    wheel: Path


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel and the locked dependencies, and an empty folder to work in."""

    programs: Path
    folder: Path

    def run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a program of this environment in its own empty folder, without the checkout in reach."""
        path = self.programs / (f"{program}.exe" if WINDOWS else program)
        return subprocess.run(
            [str(path), *arguments], cwd=self.folder, env=variables(), stdin=subprocess.DEVNULL, capture_output=True,
            encoding="utf-8",
        )  # fmt: skip


def variables() -> dict[str, str]:
    """The environment variables, without those that would lead Python or pip elsewhere."""
    leading = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"}
    return {name: value for name, value in os.environ.items() if name not in leading} | {"PYTHONUTF8": "1"}


def call(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, env=variables(), capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        pytest.fail(f"{' '.join(command[:5])} ...: {done.stdout}{done.stderr}")
    return done.stdout


def build(kind: str, tree: Path, target: Path) -> Path:
    """Have the build backend make a `sdist` or a `wheel` of a folder, and give the file."""
    code = f"import sys; from setuptools import build_meta; print(build_meta.build_{kind}(sys.argv[1]))"
    return target / call(sys.executable, "-c", code, str(target), cwd=tree).splitlines()[-1]


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tracked files and nothing else: what is not tracked cannot help the build."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("these files are no git checkout (a source archive, perhaps), so nothing says which are tracked")
    copy = tmp_path_factory.mktemp("tree")
    for name in call("git", "ls-files", "-z", cwd=ROOT).split("\0"):
        if name and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="session")
def archives(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Archives:
    """The source archive of the tree, and the wheel made from what that archive holds."""
    target = tmp_path_factory.mktemp("dist")
    source = build("sdist", tree, target)
    unpacked = tmp_path_factory.mktemp("unpacked")
    shutil.unpack_archive(source, unpacked, filter="data")
    return Archives(tree, source, build("wheel", next(unpacked.iterdir()), target))


@pytest.fixture(scope="session")
def installed(archives: Archives, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own, with what requirements/runtime.txt pins."""
    environment = tmp_path_factory.mktemp("environment")
    venv.EnvBuilder(with_pip=True, symlinks=not WINDOWS).create(environment)
    programs = environment / ("Scripts" if WINDOWS else "bin")
    python = str(programs / ("python.exe" if WINDOWS else "python"))
    lock = str(archives.tree / "requirements" / "runtime.txt")
    pip = [python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--retries=2"]
    locked = subprocess.run([*pip, "--require-hashes", "-r", lock], env=variables(), capture_output=True, text=True)
    if UNREACHABLE.search(locked.stderr) and not os.environ.get("PATHWAY_FULL"):
        pytest.skip("no package index answers, and an empty environment has to be filled")
    assert locked.returncode == 0, locked.stderr
    call(*pip, "--no-deps", str(archives.wheel), cwd=environment)
    return Installed(programs, tmp_path_factory.mktemp("elsewhere"))
