"""Read what people write: one grammar a module."""

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
from .reading import Reading, State, blank, failed
from .states import state_of
from .steps import read_scale, read_steps, write_scale, write_steps
from .terms import read_term
from .yesno import read_yes_no, write_yes_no

__all__ = [
    "Reading", "State", "blank", "date_parts", "describe_ages", "failed", "from_cell", "read_ages", "read_budget",
    "read_date", "read_duration", "read_groups", "read_hours", "read_lag", "read_money", "read_number", "read_places",
    "read_progress", "read_scale", "read_steps", "read_term", "read_whole", "read_yes_no", "split_list",
    "split_paper_list", "state_of", "write_ages", "write_budget", "write_date", "write_duration", "write_hours",
    "write_list", "write_money", "write_number", "write_places", "write_scale", "write_steps", "write_yes_no",
]  # fmt: skip
