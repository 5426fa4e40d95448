"""Open a workspace: a folder with a ledger, which is the truth, and a graph, which shows it."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import Busy, PathwayError, Problem, Unavailable, Usage
from .records import Batch
from .scratch import Scratch
from .storage.graph import EMBEDDED, Graph
from .storage.ledger import FORMAT, Change, Ledger, Load
from .storage.lock import Lock
from .storage.stamps import Stamp
from .stores import Store, StoreError
from .verbs import Verbs

if TYPE_CHECKING:
    from .storage.drafting import Counts, Draft
    from .storage.forgetting import Forgotten
    from .storage.history import Difference, Disagreement, Statement
    from .storage.updates import Update

__all__ = ["LoadResult", "Workspace"]

_LEDGER, _GRAPH, _SUFFIX = "ledger.sqlite3", "graph", ".pathway"


@dataclasses.dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load did, or would do (`dry_run`).

    `load` is None where nothing changed or nothing was written; `counts` are rows by label, in the model's order;
    `changes` the facts that changed; `problems` what the loader remarked.
    """

    source: str
    file: str
    counts: dict[str, Counts]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()
    dry_run: bool = False
    load: Load | None = None


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class Workspace(Verbs):
    """An open workspace. Every verb is one call to the module that does it, which is imported when it is called: a
    question does not wait for what loads, checks and writes.

    `said` collects what the user has to be told in one line each (a graph that was made anew). The graph is opened,
    and its lock shared, when it is first read; verbs that write hold the lock alone while they do.
    """

    def __init__(self, path: Path, ledger: Ledger, lock: Lock, store: str, clock: Callable[[], datetime.datetime]):
        self.path, self.ledger, self.said = path, ledger, list[str]()
        self._lock, self._clock = lock, clock
        self._graph = Graph(path / _GRAPH, store, ledger, lock, self.said.append)
        self._held: Any = None
        self._scratch: Scratch | None = None

    @classmethod
    def create(
        cls, path: str | os.PathLike[str], *, clock: Callable[[], datetime.datetime] = _now, identity: str | None = None
    ) -> Workspace:
        """Make an empty workspace and open it; the folder's name gets `.pathway` if it lacks it.

        `identity` tells the ledger from every other; None = a random one. Raises Unavailable where something is
        there already.
        """
        folder = _named(Path(path))
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            problem = Problem("PG214", "there is something here already.", "Choose another name.", file=str(folder))
            raise Unavailable(problem)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            told = f"the folder can't be made ({error.strerror})."
            raise Unavailable(Problem("PG207", told, "Choose another place.", file=str(folder))) from error
        Ledger.create(folder / _LEDGER, identity or uuid.uuid4().hex, _iso(clock()))
        return cls.open(folder, clock=clock)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        store: str = EMBEDDED,
        *,
        writing: bool = False,
        clock: Callable[[], datetime.datetime] = _now,
    ) -> Workspace:
        """Open a workspace; `writing` holds its lock alone until it is closed.

        Raises Unavailable where there is none, or its ledger is damaged or newer; Busy while somebody holds it.
        """
        folder = Path(path)
        if not (folder / _LEDGER).exists() and (_named(folder) / _LEDGER).exists():
            folder = _named(folder)
        ledger = Ledger(folder / _LEDGER)
        workspace = cls(folder, ledger, Lock(folder, clock), store, clock)
        if writing:
            held = workspace._lock.alone("writing")
            try:
                held.__enter__()
            except BaseException:
                ledger.close()
                raise
            workspace._held = held
        return workspace

    @property
    def name(self) -> str:
        """The folder's name without `.pathway`."""
        return self.path.resolve().name.removesuffix(_SUFFIX)

    @property
    def as_of(self) -> datetime.date:
        """The day that is asked about: the setting `data_date` (its last day, where it is a month), else today."""
        text = self.settings.get("data_date", "")
        if not text:
            return self._clock().date()
        from .reading.dates import read_date

        reading = read_date(text)
        day = reading.value.get("latest") if isinstance(reading.value, dict) else None
        return datetime.date.fromisoformat(day) if day else self._clock().date()

    @property
    def settings(self) -> dict[str, str]:
        """The settings as text, by name."""
        return self.ledger.settings()

    def load(
        self, path: str | Path | Batch, *, source: str | None = None, format: str | None = None,
        map: str | Path | None = None, dry_run: bool = False, allow_removals: int = 0, strict: bool = False,
    ) -> LoadResult:  # fmt: skip
        """Load a file (or what a loader read of one): all of it, or nothing.

        `allow_removals`: so many rows a label may go; `strict`: let nothing unreadable pass, also from a published
        source; the rest as on the command line. Raises InputProblems with all that is wrong at once; Busy; Unavailable.
        """
        from .storage.drafting import draft_load

        if isinstance(path, Batch):
            batch = path if source is None else dataclasses.replace(path, source=source)
        else:
            from .registry import read_batch
            from .storage.ahead import import_ahead

            import_ahead()
            batch = read_batch(path, format=format, source=source, map=map, strict=strict)
        return self._write("load", lambda: draft_load(self.ledger, batch, allow_removals), batch.remarks, dry_run)

    def update(
        self, node: str | Iterable[Update], changes: Mapping[str, str] | None = None, *, dry_run: bool = False
    ) -> LoadResult:
        """Change single facts by hand: `update("iapt", {"status": "full"})`, texts read as in the workbook.

        A row whose id several labels use is written `Contract#k1`; an empty text makes a field blank. Many rows at
        once: `update([Update(label, id, field, value), ...])`. Raises InputProblems with all that is wrong.
        """
        from .storage.updates import draft_updates, read_updates

        def draft() -> Draft:
            wanted = read_updates(self.ledger, node, changes or {}) if isinstance(node, str) else node
            return draft_updates(self.ledger, wanted)

        return self._write("update", draft, dry_run=dry_run)

    def undo(self, seq: int, *, dry_run: bool = False) -> LoadResult:
        """Put back the facts that a load changed; an undo is a load, and can be undone.

        Raises InputProblems naming the facts that later loads changed again, Usage where there is no such load.
        """
        from .storage.history import draft_undo

        return self._write("undo", lambda: draft_undo(self.ledger, seq), dry_run=dry_run)

    def record(self, draft: Callable[[], Draft]) -> LoadResult:
        """Write facts that are no rows of the model, such as the states of findings: drafted once the lock is held."""
        return self._write("findings", draft)

    def forget(self, name: str, instead: str, *, dry_run: bool = False) -> Forgotten:
        """Put a role in place of a person's name in all that is kept, and make the graph anew (see `forgetting`)."""
        from .storage.forgetting import take_out

        self._refuse_earlier()
        self._graph.close()
        with self._lock.alone("forgetting"):
            done = take_out(self.ledger, self.path / _GRAPH, name, instead, _iso(self._clock()), dry_run=dry_run)
            if done.load is not None and self._graph.url != EMBEDDED:
                self._graph.rebuild()
        return done

    def _refuse_earlier(self) -> None:
        if self._scratch is not None:
            raise Usage(Problem("PG187", "an earlier state can only be read.", "Leave out --known-at."))

    def write_layer(self, write: Callable[[Store], Any]) -> None:
        """Let `write` change what is computed in the graph, beside the facts: nothing that the ledger proves."""
        self._graph.close()
        with self._lock.alone("findings"), self._graph.writing() as store:
            write(store)

    def differences(self, a: int | str | datetime.date, b: int | str | datetime.date) -> list[Difference]:
        """List the facts that count otherwise in state `b` than in `a`, each a load's number or a day; `diff` tells
        them in sentences."""
        from .storage.history import differences, state_number

        return differences(self.ledger, state_number(self.ledger, a), state_number(self.ledger, b))

    def history(self) -> list[Load]:
        """List the loads, oldest first."""
        return self.ledger.loads()

    def facts(self, known_at: int | str | datetime.date | None = None) -> dict[tuple[str, str], dict[str, Any]]:
        """Give what counts, now or after a load or a day: (label, id) -> header -> value as the ledger keeps it."""
        from .storage.history import state_at, state_number

        seq = self.ledger.head()[0] if known_at is None else state_number(self.ledger, known_at)
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for (label, id, field), value in state_at(self.ledger, seq).items():
            found.setdefault((label, id), {})[field] = json.loads(value)
        return found

    def known_at(self, state: int | str | datetime.date) -> Workspace:
        """Open what was known after a load, or at the end of a day, as a workspace that can only be read.

        Every verb that reads works on it. It lies in a folder of its own, which goes when it is closed. Raises Usage
        where there is no such load.
        """
        from .storage.earlier import cut
        from .storage.history import state_number

        seq = state_number(self.ledger, state)
        scratch = Scratch()
        folder = scratch.path / self.path.resolve().name
        try:
            folder.mkdir()
            cut(self.ledger, seq, folder / _LEDGER)
            earlier = Workspace.open(folder, clock=self._clock)
            earlier.ledger.forgotten_later = self.ledger.forgotten()
        except BaseException:
            scratch.cleanup()
            raise
        earlier._scratch = scratch
        return earlier

    def disagreements(self) -> list[Disagreement]:
        """List every fact that sources state differently, with what each states and which counts."""
        from .storage.history import disagreements

        return disagreements(self.ledger)

    def statements(self, label: str, id: str, field: str) -> list[Statement]:
        """List what each source states of one fact, with file and cell, and which of them counts."""
        from .storage.history import statements_of

        return statements_of(self.ledger, label, id, field)

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        columns: Mapping[str, str] | None = None,
        seconds: float | None = None,
        most: int | None = None,
    ) -> list[dict[str, Any]]:
        """Ask the graph; `columns` declares the types of what is returned, `most` limits the rows (see `stores`)."""
        return self._graph.reading().read(cypher, parameters, columns=columns, seconds=seconds, most=most)

    def info(self) -> dict[str, Any]:
        """Say what the workspace holds and where: plain values by name, without anybody's name."""
        from .model import LABELS

        seq, hash = self.ledger.head()
        loads = self.ledger.loads()
        by_label = dict(self.ledger.rows("SELECT label, count(*) FROM merged WHERE field = 'id' GROUP BY label"))
        return {
            "name": self.name, "path": str(self.path), "ledger": self.ledger.id, "format": FORMAT, "seq": seq,
            "hash": hash, "last_load": loads[-1].at if loads else None, "sources": list(self.ledger.sources()),
            "rows": {label: by_label[label] for label in LABELS if label in by_label},
            "facts": self.ledger.rows("SELECT count(*) FROM merged")[0][0], "settings": self.settings,
            "as_of": self.as_of.isoformat(), "graph": self._graph.state(),
        }  # fmt: skip

    def verify(self) -> list[Problem]:
        """List what is wrong with the ledger, and where the graph differs from it; nothing when all is well."""
        from .storage.audit import audit_graph, audit_ledger

        problems = audit_ledger(self.ledger)
        return problems or audit_graph(self.ledger, self._graph.reading())

    def backup(self, file: str | Path) -> None:
        """Write the whole workspace into one file (see `backup`)."""
        from .storage.backup import write_backup

        write_backup(self.ledger, self.path, Path(file))

    def rebuild(self, *, take_over: bool = False) -> None:
        """Make the graph anew, or mend a server's, also one that holds something else, if `take_over` says so."""
        with self._lock.alone("rebuilding the graph"):
            self._graph.rebuild(take_over=take_over)

    def close(self) -> None:
        """Let go of everything; a second time does nothing."""
        self._graph.close()
        if self._held is not None:
            self._held.__exit__(None, None, None)
        self._held = None
        self._lock.release()
        self.ledger.close()
        if self._scratch is not None:
            self._scratch.cleanup()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(
        self, what: str, draft: Callable[[], Draft], remarks: Iterable[Problem] = (), dry_run: bool = False
    ) -> LoadResult:
        """Draft a load and, unless it is only tried or changes nothing, write it to the ledger and the graph."""
        self._refuse_earlier()
        if dry_run:
            return _result(draft(), remarks, dry_run=True)
        from .workbook.guard import no_collection

        self._graph.close()
        with self._lock.alone(what), no_collection():
            drafted = draft()
            return _result(drafted, remarks, load=self._commit(drafted) if drafted.changes else None)

    def _commit(self, draft: Draft) -> Load:
        """Write the ledger and the graph: the graph's statements first, then the ledger's commit, then the graph's.

        An error of the graph takes the ledger back; a crash between the two leaves the graph behind, to be caught up.
        """
        from .storage.drafting import numbered
        from .storage.projection import carry

        before = Stamp(self.ledger.id, *self.ledger.head())
        load = numbered(draft, before.seq, before.hash, _iso(self._clock()))
        try:
            with (
                self._graph.writing() as store,
                self.ledger.appending(load, draft.changes, draft.net, draft.winners) as appending,
            ):
                carry(store, before, Stamp(self.ledger.id, load.seq, load.hash), draft.net, appending)
        except StoreError as error:
            why = error.problems[0].message.rstrip(".")
            if self.ledger.head()[0] == load.seq:
                self._settle(why)
                return load
            if isinstance(error, Busy):
                raise
            hint = error.problems[0].hint or "See that the disk has room, and try again."
            problem = Problem("PG215", f"the graph could not be written ({why}); nothing was changed.",
                              hint, file=str(self.path))  # fmt: skip
            raise Unavailable(problem) from error
        return load

    def _settle(self, why: str) -> None:
        """See whether a graph took a load whose end was not heard of, by its stamp; give it the load if it did not."""
        then = "made anew"
        if self._graph.url != EMBEDDED:
            try:
                with self._graph.writing():
                    return
            except PathwayError:
                then = "brought up to date"
        self.said.append(f"The load is kept; the graph could not be written ({why}) and will be {then}.")


def _result(draft: Draft, remarks: Iterable[Problem], *, dry_run: bool = False, load: Load | None = None) -> LoadResult:
    return LoadResult(
        draft.source, draft.file, draft.counts, tuple(draft.changes), tuple(remarks), dry_run=dry_run, load=load
    )


def _named(folder: Path) -> Path:
    return folder if folder.name.endswith(_SUFFIX) else folder.with_name(folder.name + _SUFFIX)


def _iso(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
