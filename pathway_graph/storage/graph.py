"""Keep a workspace's graph in step with its ledger: open it, catch it up, or make it anew.

A graph is never repaired by guessing. In this process: a folder that is not sealed, or that shows a state which this
ledger never had, is set aside (one is kept) and made anew. On a server: written only where it is empty or shows an
earlier state of this ledger; anything else is refused and left as it is.

What writes is imported where it is called: a graph that is in step is read without it.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from pathway_graph.errors import PathwayError, Problem, Unavailable
from pathway_graph.stores import Store, StoreBusy, StoreError, StoreNeedsRecovery, StoreUnreadable, open_store

from .ledger import Appending, Ledger, Net
from .lock import Lock
from .moments import reached
from .seal import break_seal, is_sealed, seal
from .stamps import Stamp, is_ours, stamp

__all__ = ["EMBEDDED", "Graph"]

EMBEDDED = "embedded"
_GRAPH_IS_WRONG = "PG209"
_WRITING = 600.0  # seconds; a server counts them for a whole transaction, and a load is one


class Graph:
    """The graph of one opened workspace; opened when it is first asked.

    `say` is told in one line whenever the graph had to be made anew or caught up.
    """

    def __init__(self, folder: Path, url: str, ledger: Ledger, lock: Lock, say: Callable[[str], None]) -> None:
        self.folder, self.url = folder, url
        self._ledger, self._lock, self._say = ledger, lock, say
        self._reading: Store | None = None
        self._is_fresh = False  # just filled on a server: there is nothing to mend

    def reading(self) -> Store:
        """Give the graph, open for reading and in step with the ledger; brought there first if it is not.

        Raises Busy while somebody writes, Unavailable where it can't be brought into step.
        """
        if self._reading is None:
            self._lock.share()
            store = self._trusted()
            if store is None:
                with self._lock.alone("bringing the graph up to date"), self.writing():
                    pass
                store = self._trusted()
            if store is None:
                raise Unavailable(
                    Problem("PG211", "the graph is not in step with the ledger and can't be brought there.",
                            "Make it anew: pathway-graph db rebuild.", file=str(self.folder))
                )  # fmt: skip
            self._reading = store
        return self._reading

    @contextlib.contextmanager
    def writing(self) -> Iterator[Store]:
        """Give the graph, open for writing and in step with the ledger. The lock must be held alone."""
        self.close()
        store = self._open_to_write()
        try:
            yield store
        except (StoreError, KeyboardInterrupt):
            with contextlib.suppress(StoreError):  # a disk that is full may refuse this, too
                store.close()
            raise
        except Exception as error:
            if isinstance(error, PathwayError) and error.problems[0].code == _GRAPH_IS_WRONG:
                store.close()  # a disk error that the engine kept to itself: it is made anew
            elif self._is_in_step(store):
                self._close_and_seal(store)  # what failed was not the graph, and was taken back there
            else:
                store.close()
            raise
        except BaseException:
            store.close()
            raise
        self._close_and_seal(store)

    def rebuild(self, *, take_over: bool = False) -> None:
        """Make the graph anew from what counts; on a server, mend it by its difference. The lock must be held alone.

        `take_over` replaces whatever a server's database holds, and says what that was.
        """
        self.close()
        if self.url == EMBEDDED:
            self._close_and_seal(self._make())
            return
        store = self._open_server(take_over=take_over)
        try:
            shown = stamp(store)
            if shown is not None and not self._is_fresh:
                self._mend(store, shown)
        finally:
            store.close()

    def state(self) -> dict[str, str]:
        """Say where the graph is, which engine keeps it, and whether it is in step; without bringing it there."""
        where = {"store": self.url, "place": str(self.folder) if self.url == EMBEDDED else self.url}
        if self._reading is None and self.url == EMBEDDED and not is_sealed(self.folder):
            return {**where, "engine": "", "state": "not made yet, or to be made anew at the next reading"}
        engine = self.reading().describe()
        return {**where, "engine": f"{engine.engine} {engine.version}", "state": "in step with the ledger"}

    def close(self) -> None:
        """Let go of the graph; it is opened again when it is next asked."""
        if self._reading is not None:
            self._reading.close()
        self._reading = None

    def _trusted(self) -> Store | None:
        """Open the graph for reading if it can be trusted and shows the last load."""
        if self.url == EMBEDDED and not is_sealed(self.folder):
            return None
        try:
            store = open_store(self.url, self.folder, read_only=True)
        except (StoreNeedsRecovery, StoreUnreadable):
            return None
        try:
            shown = stamp(store)
        except StoreError:
            store.close()
            if self.url == EMBEDDED:
                return None
            raise
        if shown == self._wanted():
            return store
        store.close()
        return None

    def _wanted(self) -> Stamp:
        return Stamp(self._ledger.id, *self._ledger.head())

    def _open_to_write(self) -> Store:
        if self.url != EMBEDDED:
            return self._open_server()
        if not self.folder.exists():
            return self._make()
        if not is_sealed(self.folder):
            return self._remake("it was not closed after its last change, or its files were changed or copied")
        with _disk_told(self.folder):
            break_seal(self.folder)
        try:
            store = open_store(self.url, self.folder)
        except StoreBusy:
            raise
        except StoreError:
            return self._remake("it can't be opened")
        try:
            shown = stamp(store)
            if shown is not None and is_ours(shown, self._ledger):
                self._catch_up(store, shown)
                return store
        except StoreError:
            shown = None
        except BaseException:
            store.close()
            raise
        store.close()
        return self._remake("it shows a state that is not in this ledger")

    def _open_server(self, *, take_over: bool = False) -> Store:
        from .server import clear, look, refuse_unless_ours

        store = open_store(self.url, self.folder, seconds=_WRITING)
        self._is_fresh = False
        try:
            found = look(store)
            if take_over:
                clear(store, found, self._ledger, self._say)
                found = look(store)
            else:
                refuse_unless_ours(found, self._ledger, self.url)
            if found.stamp is None:
                self._fill(store)
                self._is_fresh = True
            elif is_ours(found.stamp, self._ledger):
                self._catch_up(store, found.stamp)
            else:
                self._mend(store, found.stamp)
        except BaseException:
            store.close()
            raise
        return store

    def _mend(self, store: Store, shown: Stamp) -> None:
        from pathway_graph.workbook.guard import no_collection

        from .server import mend

        with no_collection():
            many = mend(store, self._ledger, shown)
        self._say(f"The graph differed from the ledger in {many} places, and was mended." if many else
                  "The graph was as the ledger says.")  # fmt: skip

    def _catch_up(self, store: Store, shown: Stamp) -> None:
        from .projection import apply

        behind = [load.seq for load in self._ledger.loads() if load.seq > shown.seq]
        for seq in behind:
            after = Stamp(self._ledger.id, seq, self._ledger.hash_of(seq) or "")
            with store.transaction() as transaction:
                apply(transaction, shown, after, self._ledger.net(seq))
            reached("graph caught up")
            shown = after
        if behind:
            self._say(f"The graph was {len(behind)} load(s) behind the ledger and has caught up.")

    def _remake(self, why: str) -> Store:
        self._say(f"The graph was made anew from the ledger: {why}. The old one is kept as graph.aside.")
        return self._make()

    def _make(self) -> Store:
        aside = self.folder.with_name(self.folder.name + ".aside")
        with _disk_told(self.folder):
            break_seal(self.folder)
            if self.folder.exists():
                shutil.rmtree(aside, ignore_errors=True)
                self.folder.replace(aside)
        reached("graph set aside")
        store = open_store(self.url, self.folder)
        try:
            self._fill(store)
        except BaseException:
            store.close()
            raise
        return store

    def _fill(self, store: Store) -> None:
        """Carry all that counts into an empty graph, in one transaction."""
        from pathway_graph.workbook.guard import no_collection

        from .projection import prepare

        prepare(store, self._ledger.id)
        reached("graph prepared")
        with no_collection():
            self._fill_in_one(store)

    def _fill_in_one(self, store: Store) -> None:
        from .projection import carry

        after = self._wanted()
        if after.seq == 0:
            return
        whole = (Net(label, id, field, None, value) for label, id, field, value in self._ledger.merged())
        nothing = Appending(lambda: None, lambda: reached("graph filled"))
        carry(store, Stamp(self._ledger.id, 0, ""), after, whole, nothing)

    def _is_in_step(self, store: Store) -> bool:
        try:
            return stamp(store) == self._wanted()
        except StoreError:
            return False

    def _close_and_seal(self, store: Store) -> None:
        store.close()
        reached("graph closed")
        if self.url == EMBEDDED:
            with contextlib.suppress(OSError):  # without room for the seal, the graph is made anew when it is next read
                seal(self.folder)


@contextlib.contextmanager
def _disk_told(folder: Path) -> Iterator[None]:
    """Say that the graph's files can't be changed, where the system refuses it."""
    try:
        yield
    except OSError as error:
        hint = "See that the disk has room and is whole, and that the folder may be written; then try again."
        why = f"the graph's files can't be changed ({error.strerror or error})."
        raise StoreUnreadable(why, hint=hint, code="PG215", where=str(folder)) from error
