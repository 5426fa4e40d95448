"""Run the reliability suite in full: `dev.py test --reliability [--part NAME] [--many N] [--seed N]`."""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
import tempfile

from .page import PARTS, part
from .trial import LIMIT

_IN_MEMORY = pathlib.Path("/dev/shm")


def main() -> int:
    """Run the parts that were named, or all; each writes its row into docs/reliability.md when it is done."""
    parser = argparse.ArgumentParser(prog="dev.py test --reliability", description=__doc__)
    parser.add_argument("--part", action="append", choices=list(PARTS), help="only this (repeatable)")
    parser.add_argument("--many", type=int, help="so many trials, in place of the full number")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, help="begin no more trials of a part after so many minutes")
    options = parser.parse_args()
    LIMIT[0] = options.minutes
    if "TMPDIR" not in os.environ and os.access(_IN_MEMORY, os.W_OK):
        tempfile.tempdir = str(_IN_MEMORY)  # a process that is killed loses nothing there either, and fsync is quick
    for name in options.part or PARTS:
        print(part(name, options.many, options.seed), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
