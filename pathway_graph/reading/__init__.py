"""Read what people write: one grammar a module, imported when one of its readers is first asked for.

Most commands read no text of people's; they need `Reading` alone, and start the quicker for it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .reading import Reading, State, blank, failed

if TYPE_CHECKING:
    from .ages import describe_ages, read_ages, write_ages
    from .cells import date_parts, from_cell
    from .dates import read_date, write_date
    from .durations import read_duration, read_lag, write_duration
    from .hours import read_hours, write_hours
    from .lists import split_list, split_paper_list, write_list
    from .money import read_budget, read_money, write_budget, write_money
    from .numbers import read_number, read_whole, write_number
    from .places import read_groups, read_places, write_places
    from .progress import read_progress
    from .states import state_of
    from .steps import read_scale, read_steps, write_scale, write_steps
    from .terms import read_term
    from .yesno import read_yes_no, write_yes_no

__all__ = [
    "Reading", "State", "blank", "date_parts", "describe_ages", "failed", "from_cell", "read_ages", "read_budget",
    "read_date", "read_duration", "read_groups", "read_hours", "read_lag", "read_money", "read_number",
    "read_places", "read_progress", "read_scale", "read_steps", "read_term", "read_whole", "read_yes_no",
    "split_list", "split_paper_list", "state_of", "write_ages", "write_budget", "write_date", "write_duration",
    "write_hours", "write_list", "write_money", "write_number", "write_places", "write_scale", "write_steps",
    "write_yes_no",
]  # fmt: skip

_WHERE = {
    "date_parts": "cells", "describe_ages": "ages", "from_cell": "cells", "read_ages": "ages",
    "read_budget": "money", "read_date": "dates", "read_duration": "durations", "read_groups": "places",
    "read_hours": "hours", "read_lag": "durations", "read_money": "money", "read_number": "numbers",
    "read_places": "places", "read_progress": "progress", "read_scale": "steps", "read_steps": "steps",
    "read_term": "terms", "read_whole": "numbers", "read_yes_no": "yesno", "split_list": "lists",
    "split_paper_list": "lists", "state_of": "states", "write_ages": "ages", "write_budget": "money",
    "write_date": "dates", "write_duration": "durations", "write_hours": "hours", "write_list": "lists",
    "write_money": "money", "write_number": "numbers", "write_places": "places", "write_scale": "steps",
    "write_steps": "steps", "write_yes_no": "yesno",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_WHERE[name]}", __name__), name)
