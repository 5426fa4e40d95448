"""Judge many small random landscapes by brute force, and hold the product's answers to it."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

from .trial import Tried

__all__ = ["by_brute_force"]

_ROOT = pathlib.Path(__file__).parents[3]
_SUITES = ("test_gaps_oracle.py", "test_gaps_rules.py", "test_duplicates_oracle.py")
_PASSING = re.compile(r"(\d+) passing")


def by_brute_force(many: int, seed: int) -> Tried:
    """Try about so many worlds, shared out among the rules on gaps and duplicates; a broken one raises with its world.

    Each world is new: `seed` chooses them. Counted are those that were judged, not those that were thrown away.
    """
    rules = 15
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=search",
               f"--hypothesis-seed={seed}", "--hypothesis-show-statistics"]  # fmt: skip
    done = subprocess.run(
        [*command, *(str(_ROOT / "tests" / "analysis" / name) for name in _SUITES)], cwd=_ROOT, capture_output=True,
        env={**os.environ, "PATHWAY_WORLDS": str(max(1, many // rules))}, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(done.stdout[-6000:] + done.stderr[-2000:])
    judged = sum(map(int, _PASSING.findall(done.stdout)))
    return Tried(judged, "verdicts, shares, statements, remainders, blanks and pairs as brute force has them")
