"""Tells which programs a stage needs, and what to install where one is missing."""

from __future__ import annotations

import shutil

from tools.environment import Problem

__all__ = ["require"]


def require(names: tuple[str, ...], packages: str) -> dict[str, str]:
    """Give the path of each program.

    Errors: Problem (a quick run does without) that names what is missing and the Debian packages that bring it.
    """
    found = {name: shutil.which(name) for name in names}
    missing = [name for name, path in found.items() if path is None]
    if missing:
        raise Problem(f"no {' and no '.join(missing)} on PATH (Debian, Ubuntu: apt install {packages})", lacking=True)
    return {name: path for name, path in found.items() if path}
