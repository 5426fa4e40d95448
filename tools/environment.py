"""Makes the virtual environments from the locks, and leaves them alone while their lock stays the same."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BUILD", "DEVELOP", "JVM", "LOCK", "ROOT", "RUNTIME", "Environment", "Problem", "clean_variables"]

ROOT = Path(__file__).resolve().parent.parent
WINDOWS = os.name == "nt"
BUILD = "build"
_UNREACHABLE = re.compile(
    r"NewConnectionError|NameResolutionError|name resolution|getaddrinfo|Max retries|ConnectTimeout|ReadTimeout"
    r"|ProxyError|Connection (?:refused|broken|aborted|to .* timed out)|Network is unreachable"
)


class Problem(Exception):
    """Something that stops dev.py: one line that says what is wrong and what to do.

    `lacking` is true where the machine lacks something that a quick run may do without: a program, a package index.
    """

    def __init__(self, message: str, lacking: bool = False) -> None:
        super().__init__(message)
        self.lacking = lacking


def clean_variables() -> dict[str, str]:
    """Give the environment variables for a child: the user's, without those that would divert Python or pip."""
    diverting = {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in diverting} | {"PYTHONUTF8": "1"}


@dataclass(frozen=True)
class Environment:
    """One virtual environment beside dev.py: its folder, the lock in requirements/, whether the project goes in."""

    folder: str
    lock: str
    with_project: bool = True
    contained_in: str = ""  # a lock for the same folder that installs all of this one's packages, too

    @property
    def path(self) -> Path:
        return ROOT / self.folder

    @property
    def python(self) -> Path:
        return self.program("python")

    def program(self, name: str) -> Path:
        """Give the path of a program of this environment."""
        return self.path / "Scripts" / f"{name}.exe" if WINDOWS else self.path / "bin" / name

    def ready(self) -> bool:
        """Tell whether what the locks ask for is installed, by comparing hashes; starts nothing."""
        locks = [self.lock, *filter(None, [self.contained_in])]
        return self.python.exists() and any(_read(self._stamp(lock)) == self._key(lock) for lock in locks)

    def ensure(self) -> Path:
        """Install what is missing and give the environment's Python.

        Errors: Problem where the folder cannot be written, Python lacks venv, or pip does not succeed.
        """
        if self.ready():
            return self.python
        started = time.monotonic()
        fresh = not self.path.exists()
        print(f"dev.py: installing requirements/{self.lock}.txt into {self.folder}"
              f"{' (the first time, this takes a minute)' if fresh else ''} ...", flush=True)  # fmt: skip
        try:
            self._create()
            self._install(self.lock)
            if self.with_project:
                self._install(BUILD)
                self._pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
            self._stamp(self.lock).write_text(self._key(self.lock), encoding="utf-8")
        except OSError as error:
            raise Problem(
                f"cannot write {self.path} ({error.strerror or error}). "
                "Close programs that use it, or copy this folder to a place where you may write, and run dev.py there."
            ) from error
        print(f"dev.py: {self.folder} is ready ({time.monotonic() - started:.0f} s)", flush=True)
        return self.python

    def _create(self) -> None:
        """Make the folder anew unless what another lock put there is still current and may stay."""
        stamps = self._stamps()
        if self.python.exists() and stamps and all(_read(stamp) == self._key(stamp.suffix[1:]) for stamp in stamps):
            return
        if importlib.util.find_spec("ensurepip") is None:
            release = f"{sys.version_info[0]}.{sys.version_info[1]}"
            raise Problem(
                f"this Python ({sys.executable}) comes without venv. Debian and Ubuntu: apt install "
                f"python{release}-venv. Elsewhere: install Python from python.org."
            )
        import venv  # after the check above: it is the part that Debian leaves out

        for stamp in stamps:
            stamp.unlink()
        try:
            venv.EnvBuilder(clear=True, with_pip=True, symlinks=not WINDOWS).create(self.path)
        except subprocess.CalledProcessError as error:
            raise Problem(f"venv could not make {self.path}: {_last_line(error.output)}") from error

    def _install(self, lock: str) -> None:
        self._pip("--require-hashes", "--requirement", str(_lock_file(lock)))

    def _pip(self, *arguments: str) -> None:
        command = [str(self.python), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
        done = subprocess.run(
            [*command, "--retries=2", *arguments], env=clean_variables(), cwd=ROOT, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        )  # fmt: skip
        if done.returncode:
            log = self.path / "install.log"
            log.write_text(done.stdout, encoding="utf-8")
            raise _pip_problem(done.stdout, self.lock, log)

    def _stamp(self, lock: str) -> Path:
        return self.path / f"installed.{lock}"

    def _stamps(self) -> list[Path]:
        return sorted(self.path.glob("installed.*"))

    def _key(self, lock: str) -> str:
        """Hash what an installation depends on: the Python, where the checkout lies, the project file, the locks."""
        parts = [sys.version.encode(), platform.machine().encode(), str(ROOT).encode()]
        files = [_lock_file(lock)]
        if self.with_project:
            files += [_lock_file(BUILD), ROOT / "pyproject.toml"]
        digest = hashlib.sha256(b"\0".join(parts))
        for file in files:
            digest.update(file.read_bytes() if file.exists() else b"")
        return digest.hexdigest()


RUNTIME = Environment(".venv", "runtime", contained_in="develop")
DEVELOP = Environment(".venv", "develop")
JVM = Environment(".venv-jvm", "jvm")
LOCK = Environment(".venv-lock", "lock", with_project=False)


def _lock_file(lock: str) -> Path:
    return ROOT / "requirements" / f"{lock}.txt"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _last_line(output: object) -> str:
    text = output.decode(errors="replace") if isinstance(output, bytes) else str(output or "no reason given")
    return text.strip().splitlines()[-1] if text.strip() else "no reason given"


def _pip_problem(output: str, lock: str, log: Path) -> Problem:
    """Say in one line why pip stopped, from what it printed."""
    where = f"pip's own words: {log.relative_to(ROOT)}"
    if _UNREACHABLE.search(output):
        return Problem(
            f"no package index answered, and requirements/{lock}.txt has to be installed. Connect to the network, "
            f"or set pip up for your proxy or mirror (pip config --help), and run this again; {where}",
            lacking=True,
        )
    if missing := re.search(r"No matching distribution found for (\S+)", output):
        system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
        return Problem(
            f"the package index has no {missing[1]} for this machine ({system}). The graph engine is built for "
            "Windows (x86-64), macOS (Apple silicon) and Linux with glibc 2.28 or later (x86-64, aarch64); its Java "
            f"build asks for a newer glibc; {where}",
            lacking=True,
        )
    if "DO NOT MATCH THE HASHES" in output:
        return Problem(
            f"the package index serves a file that is not the one in requirements/{lock}.txt. Do not install it; "
            f"use another index or mirror; {where}"
        )
    errors = [line for line in output.splitlines() if line.startswith("ERROR")]
    said = errors[0] if errors else _last_line(output)
    return Problem(f"pip could not install requirements/{lock}.txt: {said}; {where}")
