"""Hold the small landscape that the template shows as its worked example."""

from __future__ import annotations

__all__ = ["EXAMPLE"]

EXAMPLE: dict[str, tuple[dict[str, str], ...]] = {
    "Documents": (
        {"id": "review", "title": "Review of services", "published": "30 January 2018", "publisher": "The council"},
        {"id": "assumed", "title": "What we assumed", "kind": "assumption"},
    ),
    "Areas": (
        {"id": "valley", "name": "The Valley", "kind": "county"},
        {"id": "valley-north", "name": "North of the Valley", "kind": "locality", "parent": "valley"},
    ),
    "Needs": (
        {"id": "crisis", "name": "Mental health crisis", "scale": "none"},
        {"id": "common", "name": "Common mental health problem", "scale": "1-5 stepped care"},
    ),
    "Functions": (
        {"id": "crisis-support", "name": "Crisis support", "kind": "helps"},
        {"id": "talking", "name": "Talking therapy", "kind": "helps"},
    ),
    "Organisations": (
        {"id": "trust", "name": "Valley NHS Trust", "roles": "provider"},
        {"id": "council", "name": "Valley Council", "roles": "commissioner; provider"},
    ),
    "Services": (
        {
            "id": "house", "name": "Crisis house", "provider": "trust", "status": "open", "entry": "self; gp",
            "function": "crisis-support", "area": "valley", "need": "crisis", "ages": "18+",
            "hours": "Mon-Fri ?-17:00", "stated_in": "review", "locator": "para 2.3",
        },
        {
            "id": "talk", "name": "Talking therapies", "provider": "council", "function": "talking",
            "area": "any except valley-north", "need": "common", "steps": "2-3", "ages": "16-18; 18+",
            "hours": "Mon-Fri 09:00-17:00", "max_wait": "28", "stated_in": "review", "locator": "para 2.9",
        },
    ),
    "Requirements": (
        {
            "id": "r1", "name": "Crisis support at all hours", "function": "crisis-support", "area": "valley",
            "need": "crisis", "ages": "any", "hours": "24/7", "response_within": "4", "strength": "must",
            "asked_by": "council", "stated_in": "review", "locator": "para 5.1",
        },
    ),
    "Contracts": (
        {
            "id": "k1", "name": "Crisis house contract", "buyers": "council", "suppliers": "trust", "services": "house",
            "starts": "2017-04-01", "ends": "2020-03-31", "extend_to": "TBC", "annual_value": "£250,000",
        },
    ),
    "Handoffs": (
        {"id": "h1", "name": "Crisis house to talking therapies", "from": "house", "to": "talk", "protocol": "no"},
    ),
}  # fmt: skip
"""Sheet -> rows of header -> cell; a test holds that they are read without a problem."""
