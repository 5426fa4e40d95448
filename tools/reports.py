"""Reads pytest's JUnit file: how many passed and failed, and why the others were skipped."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

__all__ = ["Report", "deselected", "may_be_skipped", "read"]

# What even a full run may skip: tests on reference data that is not ours to ship, tests of another system, and those
# on a server, which have a stage of their own, and those that trace system calls, which some containers forbid.
_MAY_BE_SKIPPED = re.compile(r"PATHWAY_SHARED_DATA|PATHWAY_TEST_BOLT_URL|\bonly on (Windows|macOS)\b|may not trace")


@dataclass(frozen=True)
class Report:
    """The counts of one run of pytest; `skips` counts by reason, in order of the reason."""

    passed: int = 0
    failed: int = 0
    skips: dict[str, int] = field(default_factory=dict)

    def words(self) -> str:
        """Say the counts in a few words; empty where nothing was counted."""
        skipped = sum(self.skips.values())
        counts = [(self.passed, "passed"), (self.failed, "failed"), (skipped, "skipped")]
        return ", ".join(f"{count} {word}" for count, word in counts if count)


def read(file: Path) -> Report:
    """Count what a JUnit file holds; a missing or broken file is an empty report."""
    try:
        cases = list(ElementTree.parse(file).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return Report()
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    skips: Counter[str] = Counter()
    for case in cases:
        skipped = case.find("skipped")
        if skipped is None:
            continue
        if skipped.get("type") != "pytest.xfail":  # a strict expected failure ran and did what it says: passed
            skips[skipped.get("message") or "no reason given"] += 1
    passed = len(cases) - failed - sum(skips.values())
    return Report(passed, failed, dict(sorted(skips.items())))


def deselected(output: str) -> int:
    """Read from pytest's closing line how many tests were deselected."""
    found = re.search(r"(\d+) deselected", output)
    return int(found[1]) if found else 0


def may_be_skipped(reason: str) -> bool:
    """Tell whether a full run, too, may skip a test for this reason."""
    return _MAY_BE_SKIPPED.search(reason) is not None
