"""Add the calendars that every plan knows, `standard` and `weekdays`, where rows name them without stating them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pathway_graph.fields import Reference
from pathway_graph.model import FIELDS
from pathway_graph.records import Batch, Record

__all__ = ["NAMED", "named_calendars"]

NAMED = ("standard", "weekdays")
"""Monday to Friday 09:00 to 17:00, without the bank holidays of the workspace's division, and with them worked."""

_FIELDS = {
    label: names
    for label, fields in FIELDS.items()
    if (names := [name for name, field in fields.items() if isinstance(field, Reference) and "Calendar" in field.to])
}


def named_calendars(batch: Batch, everybody: Collection[tuple[str, str]]) -> Iterator[Record]:
    """Give a row for each such calendar that rows of a batch name and nobody states, in the place of the first.

    A batch that lists calendars in full states it again, so that it is not retired when the same file comes again.
    """
    stated = {record.id for record in batch.records if record.label == "Calendar"}
    wanted = [id for id in NAMED if id not in stated]
    if "Calendar" not in batch.labels:
        wanted = [id for id in wanted if ("Calendar", id) not in everybody]
    users = [record for record in batch.records if record.label in _FIELDS] if wanted else []
    for id in wanted:
        for record in users:
            name = next((n for n in _FIELDS[record.label] if id in (record.facts.get(n) or ())), None)
            if name is not None:
                at = record.cells[name]
                yield Record("Calendar", id, {"id": id, "name": id}, {"id": at, "name": at}, at)
                break
