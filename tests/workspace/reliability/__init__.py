"""Try what docs/reliability.md promises: a little in every run, all of it by `dev.py test --reliability`."""
