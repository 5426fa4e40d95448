"""Find the reference data that is not shipped with the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

__all__ = ["folder"]


def folder(name: str) -> Path:
    """Give a folder of the shared data; skips the test where it is not to be had."""
    if "PATHWAY_SHARED_DATA" not in os.environ:
        pytest.skip("PATHWAY_SHARED_DATA is not set")
    found = Path(os.environ["PATHWAY_SHARED_DATA"]) / name
    assert found.is_dir(), f"PATHWAY_SHARED_DATA has no {name}"
    return found
