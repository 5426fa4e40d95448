"""Find the sheet of the model that a name was meant for."""

from __future__ import annotations

import difflib
import re

from pathway_graph.model import SHEETS

__all__ = ["is_slip", "nearest_sheet"]

_COPY = re.compile(r"(?i)(?:copy of )?(.*?)(?:\s*\(\d+\)|\s*-\s*copy)?")
_OTHER_WORDS = {
    "providers": "Organisations", "commissioners": "Organisations", "suppliers": "Organisations",
    "organizations": "Organisations", "sites": "Areas", "places": "Areas", "locations": "Areas",
    "tasks": "Milestones", "actions": "Milestones", "referrals": "Handoffs", "sources": "Documents",
    "pathways": "Handoffs", "boxes": "Provisions",
}  # fmt: skip


def nearest_sheet(name: str) -> str:
    """Name the sheet that is nearly called so: a slip, a copy's number, another word; nothing where none is near.

    >>> nearest_sheet("Servces"), nearest_sheet("Areas (1)"), nearest_sheet("Providers"), nearest_sheet("Notes")
    ('Services', 'Areas', 'Organisations', '')
    """
    match = _COPY.fullmatch(name.strip())
    plain = (match[1] if match else name).strip().casefold()
    by_folded = {sheet.casefold(): sheet for sheet in SHEETS.values()}
    by_folded |= {label.casefold(): sheet for label, sheet in SHEETS.items()}
    if plain in by_folded or plain in _OTHER_WORDS:
        return by_folded.get(plain) or _OTHER_WORDS[plain]
    near = difflib.get_close_matches(plain, by_folded, n=1, cutoff=0.75)
    return by_folded[near[0]] if near and abs(len(plain) - len(near[0])) <= 2 else ""


def is_slip(name: str, sheet: str) -> bool:
    """Tell a name that was mistyped from that of a copy (`Areas (2)`) and from another word (`Providers`).

    >>> is_slip("Ares", "Areas"), is_slip("Areas (2)", "Areas"), is_slip("Providers", "Organisations")
    (True, False, False)
    """
    plain, wanted = name.strip().casefold(), sheet.casefold()
    return difflib.SequenceMatcher(None, plain, wanted).ratio() >= 0.75 and abs(len(plain) - len(wanted)) <= 2
