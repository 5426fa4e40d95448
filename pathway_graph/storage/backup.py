"""Write a whole workspace into one file, and bring it back.

A backup is a zip of the ledger, the workspace's own questions (`cypher/`) and a manifest with their hashes. The graph
is not in it: it is made anew from the ledger.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from pathway_graph.errors import Problem, Unavailable
from pathway_graph.scratch import Scratch

from .audit import audit_ledger
from .ledger import FORMAT, Ledger

__all__ = ["restore", "write_backup"]

_LEDGER, _MANIFEST, _QUESTIONS = "ledger.sqlite3", "manifest.json", "cypher"
_LARGEST = 64 << 30


def write_backup(ledger: Ledger, folder: Path, file: Path) -> None:
    """Write the backup of the workspace in `folder`; a file that is there is replaced only by a whole one."""
    fresh = file.with_name(file.name + ".new")
    try:
        with Scratch() as scratch:
            copy = scratch / _LEDGER
            ledger.copy_to(copy)
            parts = {_LEDGER: copy, **_own_questions(folder)}
            manifest = {"format": FORMAT, "ledger": ledger.id, "seq": ledger.head()[0], "hash": ledger.head()[1],
                        "sha256": {name: _sha256(path) for name, path in parts.items()}}  # fmt: skip
            with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(_MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
                for name, path in parts.items():
                    archive.write(path, name)
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        message = f"the backup could not be written ({error.strerror or error})."
        raise Unavailable(Problem("PG230", message, "Choose another place.", file=str(file))) from error


def restore(file: Path, folder: Path) -> Path:
    """Bring a backup back into `folder`, which gets `.pathway` if it lacks it; gives the folder.

    A workspace that is there is kept beside it, as NAME.before-restore (with a number if there is one already).
    Raises Unavailable, and changes nothing, where the backup is damaged.
    """
    target = folder if folder.suffix == ".pathway" else folder.with_name(folder.name + ".pathway")
    making = target.with_name(target.name + ".restoring")
    shutil.rmtree(making, ignore_errors=True)
    try:
        making.mkdir(parents=True)
        _unpack(file, making)
        ledger = Ledger(making / _LEDGER)
        try:
            damage = audit_ledger(ledger)
        finally:
            ledger.close()
        if damage:
            raise _damaged(file, damage[0].message)
        if target.exists():
            target.replace(_free_name(target))
        making.replace(target)
    except OSError as error:
        message = f"the backup could not be brought back ({error.strerror or error})."
        raise Unavailable(Problem("PG231", message, "Choose another place.", file=str(target))) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return target


def _unpack(file: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            hashes = json.loads(archive.read(_MANIFEST))["sha256"]
            if _LEDGER not in hashes or sum(info.file_size for info in archive.infolist()) > _LARGEST:
                raise _damaged(file, "it holds no ledger, or too much")
            for name, expected in sorted(hashes.items()):
                path = _inside(file, folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as packed, path.open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked)
                if _sha256(path) != expected:
                    raise _damaged(file, f"{name} is not what was backed up")
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise _damaged(file, str(error)) from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise _damaged(file, str(error)) from error
        raise


def _inside(file: Path, folder: Path, name: str) -> Path:
    """Refuse names that lead out of the folder."""
    parts = PurePosixPath(name).parts
    good = name == _LEDGER or (len(parts) > 1 and parts[0] == _QUESTIONS and ".." not in parts and "\\" not in name)
    if not good:
        raise _damaged(file, f"it holds '{name}'")
    return folder.joinpath(*parts)


def _own_questions(folder: Path) -> dict[str, Path]:
    found = sorted((folder / _QUESTIONS).rglob("*")) if (folder / _QUESTIONS).is_dir() else []
    return {path.relative_to(folder).as_posix(): path for path in found if path.is_file()}


def _free_name(target: Path) -> Path:
    plain = target.with_name(f"{target.name.removesuffix('.pathway')}.before-restore")
    return next(
        p for n in range(1, 10_000) if not (p := plain.with_name(f"{plain.name}{f'-{n}' if n > 1 else ''}")).exists()
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(file: Path, why: str) -> Unavailable:
    message = f"the file is no backup of a workspace, or it is damaged: {why.rstrip('.')}."
    return Unavailable(Problem("PG232", message, "Nothing was changed; use another backup.", file=str(file)))
