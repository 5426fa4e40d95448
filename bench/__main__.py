"""Run the benchmarks and print one JSON object: name -> what it measured.

usage: python3 dev.py bench [NAME ...] [--list]

Each is a script of its own beside this file that prints JSON; a peer that is not installed is left out and said. They
are run one after the other, since two at once would measure each other.
"""

from __future__ import annotations

import json
import pathlib
import platform
import subprocess
import sys

_FOLDER = pathlib.Path(__file__).parent


def names() -> list[str]:
    """List the benchmarks by name."""
    return sorted(file.stem for file in _FOLDER.glob("*.py") if not file.stem.startswith("_"))


def measure(name: str) -> object:
    """Run one benchmark; what it printed as JSON, or what went wrong in its last line."""
    ran = subprocess.run([sys.executable, str(_FOLDER / f"{name}.py")], capture_output=True, text=True, check=False)
    if ran.returncode:
        return {"failed": (ran.stderr.strip().splitlines() or ["no reason given"])[-1]}
    try:
        return json.loads(ran.stdout)
    except ValueError:
        return [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]


def main(arguments: list[str]) -> int:
    """Run those that are named, or all; 1 where one failed, 2 for a name that there is not."""
    if "--list" in arguments:
        print("\n".join(names()))
        return 0
    unknown = [name for name in arguments if name not in names()]
    if unknown:
        print(f"no benchmark '{unknown[0]}'; there are {', '.join(names())}", file=sys.stderr)
        return 2
    told: dict[str, object] = {"python": platform.python_version(), "machine": platform.machine()}
    for name in arguments or names():
        print(f"{name} ...", file=sys.stderr, flush=True)
        told[name] = measure(name)
    print(json.dumps(told, indent=2))
    return int(any(isinstance(value, dict) and "failed" in value for value in told.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
