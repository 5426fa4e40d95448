"""Keep the landscape of health and care services as a graph, and answer what boards ask of it.

In Python: `import pathway_graph as pg`, then `with pg.open("banes.pathway") as workspace: print(workspace.gaps())`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .workspace import Workspace

__all__ = ["__version__", "create", "open"]

__version__ = "0.1.0"


def open(path: str | os.PathLike[str], store: str = "embedded", *, writing: bool = False) -> Workspace:
    """Open a workspace. Close it, or use it in a `with` block.

    `store` says where its graph is: `embedded`, or the address of a Bolt server (user and password from
    PATHWAY_NEO4J_USER and PATHWAY_NEO4J_PASSWORD, never in the address). `writing` holds its lock alone until it is
    closed. Raises `errors.Unavailable` where there is none or it is damaged, `errors.Busy` while somebody else writes.
    """
    from .workspace import Workspace

    return Workspace.open(path, store, writing=writing)


def create(path: str | os.PathLike[str]) -> Workspace:
    """Make an empty workspace and open it; the folder's name gets `.pathway` if it lacks it.

    Raises `errors.Unavailable` where something is there already.
    """
    from .workspace import Workspace

    return Workspace.create(path)
