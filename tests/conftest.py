"""Let Hypothesis try the same examples in every run, so that what is green stays green.

A search for new examples is started by hand: `python3 dev.py test --stage tests -- --hypothesis-profile=search`; what
it finds is printed with the lines that make it again.
"""

from hypothesis import HealthCheck, settings

_alike = settings(deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))

settings.register_profile("every_run", _alike, derandomize=True, database=None)
settings.register_profile("search", _alike)
settings.load_profile("every_run")
