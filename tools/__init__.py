"""Runs the project's own chores for dev.py; needs nothing beyond the standard library and is in no wheel."""
