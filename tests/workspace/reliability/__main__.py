"""Run the reliability suite in full: `dev.py test --reliability [--part NAME] [--many N] [--seed N]`."""

from __future__ import annotations

import argparse
import sys

from .page import PARTS, part


def main() -> int:
    """Run the parts that were named, or all; each writes its row into docs/reliability.md when it is done."""
    parser = argparse.ArgumentParser(prog="dev.py test --reliability", description=__doc__)
    parser.add_argument("--part", action="append", choices=list(PARTS), help="only this (repeatable)")
    parser.add_argument("--many", type=int, help="so many trials, in place of the full number")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name in options.part or PARTS:
        print(part(name, options.many, options.seed), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
