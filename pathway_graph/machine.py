"""Find out what works on this machine."""

from __future__ import annotations

import dataclasses
import importlib
import importlib.metadata
import os
import pathlib
import platform
import shutil

from .scratch import Scratch

__all__ = ["Check", "checks"]


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """One thing that is needed, or useful: what was found, and what to do where it does not work."""

    what: str
    works: bool
    found: str
    remedy: str = ""


def checks() -> tuple[Check, ...]:
    """Try each thing that the product uses, in the order of how much hangs on it."""
    return (_python(), _engine(), _workbooks(), _writable(), *_optional())


def _python() -> Check:
    return Check("Python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def _engine() -> Check:
    """Open a graph in a temporary folder, write a node and read it back."""
    from .stores import open_store
    from .stores.errors import StoreError

    remedy = "Install the package again: pip install --force-reinstall arcadedb. Or keep the graph on a Neo4j server."
    with Scratch() as folder:
        try:
            store = open_store("embedded", folder / "graph")
            try:
                with store.transaction() as transaction:
                    transaction.run("CREATE (:Trial {id: 'a'})")
                rows = store.read("MATCH (n:Trial) RETURN count(n) AS n")
                info = store.describe()
            finally:
                store.close()
        except (StoreError, ImportError, OSError) as error:
            return Check("embedded graph", False, str(error).splitlines()[0][:200], remedy)
    return Check("embedded graph", rows[0]["n"] == 1, f"{info.engine} {info.version}", remedy)


def _workbooks() -> Check:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("python-calamine", "openpyxl")]
    return Check("workbooks", True, ", ".join(versions))


def _writable() -> Check:
    here = pathlib.Path.cwd()
    remedy = "Go to a folder of your own, such as Documents, before you make a workspace."
    free = shutil.disk_usage(here).free // 2**20
    return Check("this folder", os.access(here, os.W_OK) and free > 200, f"{free:,} MB free", remedy)


def _optional() -> tuple[Check, ...]:
    found = []
    for module, what, extra in (("neo4j", "Neo4j servers", "neo4j"), ("networkx", "networkx graphs", "networkx")):
        try:
            version = importlib.metadata.version(module)
        except importlib.metadata.PackageNotFoundError:
            found.append(Check(what, False, f"{module} is not installed", f"pip install 'pathway-graph[{extra}]'"))
        else:
            found.append(Check(what, True, f"{module} {version}"))
    return (*found, _planners())


def _planners() -> Check:
    """Other planners' files need MPXJ and a Java; whether that Java runs is found out when it is needed."""
    what = "planners' files (.mpp)"
    try:
        version = importlib.metadata.version("mpxj")
    except importlib.metadata.PackageNotFoundError:
        return Check(what, False, "mpxj is not installed", "pip install 'pathway-graph[planners]', and Java 17")
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(pathlib.Path(home) / "bin")) if home else None
    java = java or shutil.which("java")
    if java is None:
        remedy = "Install Java 17 or later, or unpack one and set JAVA_HOME to its folder."
        return Check(what, False, f"mpxj {version}, but no Java on the path or in JAVA_HOME", remedy)
    return Check(what, True, f"mpxj {version}, {java}")
