"""Let Hypothesis try the same examples in every run, so that what is green stays green.

A search for new examples is started by hand: `python3 dev.py test --stage tests -- --hypothesis-profile=search`; what
it finds is printed with the lines that make it again.

Hypothesis also tries constants that stand in modules of ours, of those that are imported so far: which these are hangs
on how tests are shared out between processes, so that it is left to the search.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

_alike = settings(deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))

settings.register_profile("every_run", _alike, derandomize=True, database=None)
settings.register_profile("search", _alike)
settings.load_profile("every_run")

# A server's database holds one graph, so that each of pytest's workers has a server of its own (neo4j_server.py).
_own = os.environ.get(f"PATHWAY_TEST_BOLT_URL_{os.environ.get('PYTEST_XDIST_WORKER', '')}")
if _own:
    os.environ["PATHWAY_TEST_BOLT_URL"] = _own


def pytest_configure(config: pytest.Config) -> None:
    """Leave the constants of modules out, unless another profile is asked for."""
    if config.getoption("--hypothesis-profile", default=None) is None:
        assert callable(providers._get_local_constants)  # else Hypothesis has changed, and examples may differ again
        none = providers._local_constants
        setattr(providers, "_get_local_constants", lambda: none)  # noqa: B010
