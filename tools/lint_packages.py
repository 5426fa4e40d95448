"""Installs the npm packages of a folder of tests, as the package-lock.json in it pins them."""

from __future__ import annotations

import hashlib
import re
import subprocess

from tools.environment import ROOT, Problem
from tools.programs import require

__all__ = ["ensure"]

_UNREACHABLE = re.compile(r"ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network")


def ensure(folder: str = "lint") -> None:
    """Run `npm ci` unless what is installed is what the lock asks for.

    Errors: Problem where node or npm is missing or no package index answers (both may be left out of a quick run),
    or where npm fails for another reason.
    """
    place = ROOT / "tests" / folder
    npm = require(("node", "npm"), "nodejs npm")["npm"]
    stamp = place / "node_modules" / "installed"
    key = hashlib.sha256((place / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == key:
        return
    print(f"dev.py: installing tests/{folder}/package-lock.json ...", flush=True)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=place, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    )  # fmt: skip
    if done.returncode:
        errors = [line for line in done.stdout.splitlines() if "error" in line]
        said = errors[0] if errors else f"exit status {done.returncode}"
        lacking = _UNREACHABLE.search(done.stdout) is not None
        raise Problem(f"npm could not install tests/{folder}: {said}", lacking=lacking)
    stamp.write_text(key, encoding="utf-8")
