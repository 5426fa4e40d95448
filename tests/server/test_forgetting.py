"""A person's name that is forgotten is gone from the server's graph, too."""

from __future__ import annotations

import pytest

from .conftest import Opened, Run, area, batch, stamp_on

NAME = "Jane Example"
HOLDING = "MATCH (n) WHERE any(name IN keys(n) WHERE toString(n[name]) CONTAINS $name) RETURN n.id AS id ORDER BY id"
NOTED = area("bath", note=f"Ask {NAME} first.")


@pytest.mark.parametrize("at_once", [True, False], ids=["on the server", "here, then mended there"])
def test_a_name_is_forgotten_on_the_server(opened: Opened, run: Run, url: str, at_once: bool) -> None:
    """Forgetting with the server's store takes the name out there; without it, `db rebuild --store` does."""
    with opened() as workspace:
        workspace.load(batch("paper", NOTED))
        workspace.load(batch("paper", NOTED, area("keynsham")))
    assert run(HOLDING, name=NAME) == [{"id": "bath"}]

    with opened(store=url if at_once else "embedded") as workspace:
        done = workspace.forget(NAME, "the manager")
    assert done.load is not None
    with opened() as again:
        if not at_once:
            again.rebuild()
        assert again.verify() == []
        assert again.read("MATCH (n:Area {id: 'bath'}) RETURN n.note AS note") == [{"note": "Ask the manager first."}]
        again.load(batch("paper", area("bath", note="Nobody."), area("keynsham")))
        assert again.verify() == []

    assert run(HOLDING, name=NAME) == []
    assert (stamp_on(run) or {})["seq"] == 4
