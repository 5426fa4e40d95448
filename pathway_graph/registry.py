"""Find loaders and exports by name, and read any file that a loader knows."""

from __future__ import annotations

import functools
import hashlib
import importlib
import pathlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from .errors import InputProblems, Problem, Usage, near_miss
from .records import Batch
from .workbook import guard

if TYPE_CHECKING:
    from .workbook.sheets import Sheets

__all__ = ["Loader", "exports", "loader_for", "loaders", "read_batch", "read_here"]


class Loader(Protocol):
    """A module of loaders/: one format.

    `FORMAT` is the name that `--as` takes, `ABOUT` one line for people. `recognises` looks at a path and, at most, at
    the first bytes; `read` gives the cells as they stand, and raises InputProblems when nothing can be read. A loader
    whose ids begin with the source has `read_as(path, source)` beside it.
    """

    FORMAT: str
    ABOUT: str

    def recognises(self, path: pathlib.Path) -> bool:
        """Tell whether this loader reads such a file."""
        ...

    def read(self, path: pathlib.Path) -> Sheets:
        """Read the file into sheets of cells."""
        ...


@functools.cache
def loaders() -> dict[str, Loader]:
    """List the loaders by format, in the order of their names."""
    found = {module.FORMAT: cast(Loader, module) for module in _modules("loaders") if hasattr(module, "FORMAT")}
    return dict(sorted(found.items()))


@functools.cache
def exports() -> Mapping[str, Any]:
    """List the modules of exports/ by name; each is imported when it is asked for, since some need a heavy library."""
    return _Exports(_names("exports"))


class _Exports(Mapping[str, Any]):
    """Import a module when it is looked up."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = dict.fromkeys(names)

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        return importlib.import_module(f"pathway_graph.exports.{name}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _names(folder: str) -> list[str]:
    package = importlib.import_module(f"pathway_graph.{folder}")
    return sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))


def _modules(folder: str) -> list[Any]:
    return [importlib.import_module(f"pathway_graph.{folder}.{name}") for name in _names(folder)]


def loader_for(path: str | pathlib.Path, format: str | None = None) -> Loader:
    """Find the loader of a file, by the format that was said or else by what the file looks like.

    Raises Usage (PG101) for a format that nobody knows, InputProblems (PG100, PG101) for a file that is not there or
    that no loader recognises.
    """
    known, path = loaders(), pathlib.Path(path)
    if format is not None and format not in known:
        hint = near_miss(format, known) or f"The formats are {', '.join(known)}."
        raise Usage(Problem("PG101", f"no format '{format}'.", hint))
    if not path.exists():
        near = near_miss(path.name, (p.name for p in path.parent.iterdir())) if path.parent.is_dir() else ""
        raise InputProblems(Problem("PG100", "there is no such file.", near or "Correct the path.", file=str(path)))
    if format is not None:
        return known[format]
    for loader in known.values():
        if loader.recognises(path):
            return loader
    told = "; ".join(f"{name}: {loader.ABOUT}" for name, loader in known.items())
    raise InputProblems(
        Problem("PG101", "this is no file that can be read.", f"What can be read: {told}.", file=path.name)
    )


def read_batch(
    path: str | pathlib.Path,
    *,
    format: str | None = None,
    source: str | None = None,
    map: str | pathlib.Path | None = None,
    strict: bool = False,
    limits: guard.Limits | None = None,
) -> Batch:
    """Read a file, or a folder of CSV files, into a batch of records.

    What is wrong with cells is in the batch's `problems`, all of it at once; raises InputProblems when the file as a
    whole cannot be read. `source` is the name under which the facts are kept; `map` a YAML file that renames sheets and
    headings; `strict` makes unreadable values of published sources problems too. Parsing and typing run in a child
    process with `limits`.
    """
    from .workbook.batches import batch_of  # draws in every reader, which commands that only draw need not pay for

    module = getattr(loader_for(path, format), "__name__", "")  # so that the child need not look for it again
    arguments = {"path": str(path), "format": format, "source": source, "map": map and str(map), "strict": strict,
                 "module": module}  # fmt: skip
    plain = guard.run("pathway_graph.registry:read_plain", arguments, pathlib.Path(path).name, limits)
    return batch_of(plain)


def read_here(path: str | pathlib.Path, **options: Any) -> Batch:
    """Do what `read_batch` does in this process, without limits: for files that we wrote ourselves."""
    from .workbook.batches import batch_of

    with guard.no_collection():
        return batch_of(read_plain(str(path), **options))


def read_plain(
    path: str, format: str | None = None, source: str | None = None, map: str | None = None, strict: bool = False,
    module: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Read a file into the plain form of a batch; the task of the child process. `module` is its loader, if known."""
    from .workbook.batches import plain_batch
    from .workbook.mapping import mapped

    file = pathlib.Path(path)
    loader = cast(Loader, importlib.import_module(module)) if module else loader_for(file, format)
    try:
        sheets = _sheets(loader, file, source)
        sha256 = _sha256(file)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}."
        raise InputProblems(
            Problem("PG100", message, "Close it elsewhere, or correct its rights.", file=file.name)
        ) from None
    if map is not None:
        sheets = mapped(sheets, pathlib.Path(map))
    return plain_batch(sheets, file.name, source, sha256, strict)


def _sheets(loader: Loader, file: pathlib.Path, source: str | None) -> Sheets:
    """Read a file; a format without ids of its own gets the source, with which it begins them (`read_as`)."""
    named = getattr(loader, "read_as", None)
    sheets: Sheets = named(file, source or file.stem) if named else loader.read(file)
    return sheets


def _sha256(path: pathlib.Path) -> str:
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    files = sorted(p for p in path.iterdir() if p.is_file())
    parts = (f"{p.name}\0{_sha256(p)}\n" for p in files if p.suffix.casefold() in (".csv", ".tsv"))
    return hashlib.sha256("".join(parts).encode()).hexdigest()
