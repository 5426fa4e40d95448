"""Make the county of Marlshire: an invented landscape of the size of a real one, from a seed.

python examples/county/make.py [SEED]      writes county.yaml beside this file; the default seed is 9

What is done where, for whom and when is listed in the lists beside this file; the seed decides waits, money, dates of
contracts, which papers are in place and which cells are blank. No service, provider or figure is a real one.
"""

from __future__ import annotations

import csv
import datetime
import json
import pathlib
import random
import sys
from collections.abc import Iterable

__all__ = ["HERE", "county", "written"]

HERE = pathlib.Path(__file__).parent
SEED = 9
Row = dict[str, str]
Sheets = dict[str, list[Row]]

_DAY = datetime.date(2026, 10, 30)
_PLACES = {"north": "Northmere", "city": "Marlbridge", "vale": "Harrow Vale", "coast": "Saltmarsh Coast"}
_PEOPLE = {"north": 148_000, "city": 231_000, "vale": 117_000, "coast": 96_000}
_AGES = {"0-18": 0.2, "18-65": 0.6, "65+": 0.2}
_PROVIDERS = {
    "partnership": ("Marlshire Partnership NHS Trust", "NHS trust"),
    "hospitals": ("Marlbridge Hospitals NHS Trust", "NHS trust"),
    "council": ("Marlshire County Council", "council"),
    "northmere-primary": ("Northmere and Marlbridge Primary Care", "general practice"),
    "vale-primary": ("Vale and Coast Primary Care", "general practice"),
    "urgent-care": ("Marlshire Urgent Care Alliance", "NHS trust"),
    "lantern": ("Lantern Collective", "voluntary"),
    "bridgewell": ("Bridgewell Trust", "voluntary"),
    "open-door": ("Open Door Saltmarsh", "voluntary"),
    "kestrel": ("Kestrel Talking Therapies", "independent"),
    "young-voices": ("Young Voices Marlshire", "voluntary"),
    "hearth": ("Haven and Hearth Housing", "voluntary"),
}
_NEEDS = {
    "wellbeing": "Staying well", "common": "Common mental health problem", "serious": "Serious mental illness",
    "crisis": "Mental health crisis",
}  # fmt: skip
_FUNCTIONS = {
    "wellbeing-support": ("Wellbeing support", "helps"), "social-prescribing": ("Social prescribing", "signposts"),
    "peer-support": ("Peer support", "helps"), "carers-support": ("Support of carers", "helps"),
    "primary-assessment": ("First assessment", "assesses"), "counselling": ("Counselling", "helps"),
    "talking-therapy": ("Psychological therapy", "helps"), "perinatal-care": ("Perinatal mental health care", "helps"),
    "community-care": ("Community mental health care", "helps"), "older-care": ("Care of older adults", "helps"),
    "early-intervention": ("Early intervention in psychosis", "helps"),
    "eating-disorders": ("Care of eating disorders", "helps"),
    "young-peoples-care": ("Care of children and young people", "helps"), "assessment": ("Assessment", "assesses"),
    "employment": ("Employment support", "helps"), "housing": ("Housing support", "helps"),
    "dual-care": ("Care beside drug and alcohol use", "helps"), "crisis-response": ("Crisis response", "helps"),
    "emergency": ("Emergency care", "helps"), "place-of-safety": ("Place of safety", "helps"),
    "crisis-avoidance": ("Crisis avoidance", "helps"), "inpatient": ("Inpatient care", "helps"),
    "advocacy": ("Advocacy", "helps"),
}  # fmt: skip
_WORKSTREAMS = {
    "crisis": "Crisis at every hour", "transitions": "Young people to adults", "community": "Community teams",
    "contracts": "New contracts", "digital": "One shared record",
}  # fmt: skip
_STAGES = ("Case agreed", "Specification written", "Money agreed", "Provider chosen", "Staff recruited",
           "Staff trained", "First people seen", "Whole county covered")  # fmt: skip


def county(seed: int = SEED) -> Sheets:
    """Make the sheets of the workbook: the same seed gives the same rows, in the same order."""
    chance = random.Random(seed)
    services = list(_services(chance))
    contracts = _contracts(chance, services)
    return {
        "Settings": [{"setting": "source", "value": "county"}, {"setting": "data_date", "value": _DAY.isoformat()},
                     {"setting": "horizon_months", "value": "6"}],
        "Documents": [_document("register", "Register of services", "2026-09-30"),
                      _document("plan", "Programme plan", "2026-10-15"),
                      _document("audit", "Audit of handoffs", "2026-10-01")],
        "Areas": [{"id": "county", "name": "Marlshire", "kind": "county"},
                  *({"id": id, "name": name, "kind": "place", "parent": "county"} for id, name in _PLACES.items())],
        "Populations": list(_populations()),
        "Needs": [{"id": "mental-health", "name": "Mental health", "scale": "0-5 stepped care"},
                  *({"id": id, "name": name, "parent": "mental-health"} for id, name in _NEEDS.items())],
        "Functions": [{"id": id, "name": name, "kind": kind} for id, (name, kind) in _FUNCTIONS.items()]
        + [{"id": "training", "name": "Training", "kind": "runs"}],
        "Organisations": [{"id": "icb", "name": "Marlshire Integrated Care Board", "kind": "ICB",
                           "roles": "commissioner"},
                          *({"id": id, "name": name, "kind": kind, "roles": "provider; commissioner" if id == "council"
                             else "provider"} for id, (name, kind) in _PROVIDERS.items())],
        "Boards": [{"id": "partnership-board", "name": "Mental Health Partnership Board", "meets": "monthly"}],
        "Services": services,
        "Requirements": [row | _stated("plan", n) for n, row in enumerate(_listed("requirements"))],
        "Contracts": contracts,
        "Handoffs": list(_handoffs(chance, services)),
        **_plan(chance, contracts),
    }  # fmt: skip


def _listed(name: str) -> list[Row]:
    """Read one of the lists beside this file."""
    lines = (HERE / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="|"))


def _document(id: str, title: str, published: str) -> Row:
    return {"id": id, "kind": "source", "title": f"Marlshire: {title.lower()} (invented)", "published": published}


def _stated(document: str, number: int) -> Row:
    return {"stated_in": document, "locator": f"row {number + 1}"}


def _populations() -> Iterable[Row]:
    for area, people in _PEOPLE.items():
        for ages, share in _AGES.items():
            yield {"id": f"{area}-{ages.rstrip(chr(43))}", "area": area, "ages": ages,
                   "people": str(round(people * share)), "year": "2026", "basis": "resident"}  # fmt: skip


def _services(chance: random.Random) -> Iterable[Row]:
    """Give 80 services: a row of the list is one, or one for each place."""
    rows = _listed("services")
    number = 0
    seen: set[str] = set()
    for row in rows:
        for area in _PLACES if row["areas"] == "local" else (row["areas"],):
            name = row["name"] + (f", {_PLACES[area]}" if area in _PLACES else "")
            id = "".join(c if c.isalnum() else "-" for c in name.lower()).replace("--", "-").replace("--", "-")
            provider = row["provider"]
            if provider == "*primary":
                provider = "northmere-primary" if area in ("north", "city") else "vale-primary"
            assert id not in seen, id
            seen.add(id)
            wait = int(row["wait"]) if row["wait"] else None
            if wait and row["areas"] == "local":
                wait += chance.randrange(-wait // 4, wait // 4 + 1)
            made = {
                "id": id, "name": name, "provider": provider, "function": row["function"], "need": row["need"],
                "steps": row["steps"], "area": area, "ages": row["ages"], "hours": row["hours"],
                "status": row["status"], "opens": "2027-04-01" if row["status"] == "planned" else "",
                "wait_observed": "" if wait is None else str(wait),
                "annual_value": f"£{20_000 * chance.randrange(3, 60):,}" if chance.random() < 0.85 else "",
                "entry": chance.choice(("gp; self", "gp", "referral; gp", "self")), **_stated("register", number),
            }  # fmt: skip
            if chance.random() < 0.04:
                made["hours"] = ""
            number += 1
            yield {key: value for key, value in made.items() if value}


def _contracts(chance: random.Random, services: list[Row]) -> list[Row]:
    """Put every provider's services under contracts of one to four; some end within six months with nothing after."""
    found = []
    for provider in _PROVIDERS:
        own = [row["id"] for row in services if row.get("provider") == provider]
        while own:
            some, own = own[: (size := chance.randrange(1, 5))], own[size:]
            number = sum(row["suppliers"] == provider for row in found) + 1
            ends = chance.choice(("2026-12-31", "2027-03-31", "2027-03-31", "2028-03-31", "2029-03-31", "2030-03-31"))
            council = provider in ("bridgewell", "hearth", "open-door")
            row = {
                "id": f"{provider}-{number}", "name": f"{_PROVIDERS[provider][0]}, agreement {number}",
                "buyers": "council" if council else "icb", "suppliers": provider, "services": "; ".join(some),
                "kind": "grant" if council and number > 1 else "contract", "starts": "2024-04-01", "ends": ends,
                "extend_to": "2030-03-31" if ends == "2029-03-31" else "", "notice_months": "6",
                "lead_months": chance.choice(("9", "12", "15")),
                "annual_value": f"£{50_000 * chance.randrange(4, 50):,}",
                **_stated("register", len(found)),
            }  # fmt: skip
            found.append({key: value for key, value in row.items() if value})
    return found


def _handoffs(chance: random.Random, services: list[Row]) -> Iterable[Row]:
    """Give 90 ways between services; one in five lacks its protocol or, between providers, its agreement."""
    by_id = {row["id"]: row for row in services}
    made = 0
    for start, end, kind in (way.values() for way in _listed("handoffs")):
        for sender in (id for id in by_id if id == start or id.removeprefix(start + "-") in _SLUGS):
            place = next((p for p in _SLUGS if sender.endswith(p)), "")
            near = [id for id in by_id if id == end or (id.startswith(end) and (not place or id.endswith(place)))]
            for receiver in near if not place else near[:1]:
                if receiver == sender or made == 90:
                    continue
                takes = by_id[receiver]
                row = {"id": f"h{made + 1:02}", "from": sender, "to": receiver, "kind": kind,
                       "name": f"{by_id[sender]['name']} to {by_id[receiver]['name']}", "owner": "Pathway lead",
                       "protocol": "no" if chance.random() < 0.07 else "yes",
                       "need": takes["need"], "area": takes["area"], "steps": takes.get("steps", ""),
                       "ages": _handed_on(by_id[sender], takes, kind),
                       "immediate": "yes" if by_id[sender]["need"] == "crisis" and kind == "refer" else "",
                       "agreement": "no" if chance.random() < 0.06 else "yes", **_stated("audit", made)}  # fmt: skip
                made += 1
                yield {key: value for key, value in row.items() if value}


def _handed_on(sender: Row, receiver: Row, kind: str) -> str:
    """Say which ages a handoff is for: mostly those that the receiver takes; one place never agreed on them."""
    if kind in ("signpost", "step_down"):
        return sender["ages"]
    agreed = receiver["area"] != "vale" and (kind == "step_up" or sender["id"] == "urgent-care-advice-line")
    return receiver["ages"] if agreed and "-unit" not in receiver["id"] else ""


_SLUGS = tuple(name.lower().replace(" ", "-") for name in _PLACES.values())


def _plan(chance: random.Random, contracts: list[Row]) -> Sheets:
    """Give five workstreams of eight milestones in a row, links across them, and promises from outside."""
    programme = {"id": "transformation", "name": "Marlshire mental health transformation", "starts": "2026-04-01",
                 "status_date": _DAY.isoformat(), "board": "partnership-board"}  # fmt: skip
    streams, milestones, links = [], [], []
    for id, name in _WORKSTREAMS.items():
        streams.append({"id": id, "name": name, "programme": "transformation", "reports_to": "partnership-board",
                        "led_by": "icb", **_stated("plan", len(streams) + 20)})  # fmt: skip
        day = datetime.date(2026, 5, 4)
        for n, stage in enumerate(_STAGES):
            days = chance.randrange(20, 60)
            day += datetime.timedelta(days=days * 7 // 5)
            done = day < _DAY
            row = {"id": f"{id}-{n + 1}", "name": f"{name}: {stage.lower()}", "workstream": id, "duration": f"{days}d",
                   "planned_finish": day.isoformat(), "percent_complete": "100" if done else "",
                   "actual_finish": day.isoformat() if done else "", "owner": "Workstream lead",
                   "board": "partnership-board", **_stated("plan", len(milestones) + 30)}  # fmt: skip
            if done:
                row["actual_start"] = (day - datetime.timedelta(days=days * 7 // 5)).isoformat()
            milestones.append({key: value for key, value in row.items() if value})
            if n:
                links.append(
                    {"id": f"d{len(links) + 1:02}", "needs": f"{id}-{n}", "blocks": f"{id}-{n + 1}", "kind": "fs"}
                )
    by_id = {row["id"]: row for row in milestones}
    by_id["crisis-7"]["opens"] = "individual-placement-and-support-northmere"
    by_id["contracts-4"]["ends"] = contracts[0]["id"]
    for needs, blocks in (("contracts-4", "crisis-5"), ("digital-6", "transitions-7"), ("contracts-3", "community-4")):
        links.append({"id": f"d{len(links) + 1:02}", "needs": needs, "blocks": blocks, "kind": "fs"})
    links.append({"id": "premises", "name": "Building for the crisis cafe", "blocks": "crisis-6", "external": "yes",
                  "giver": "hearth", "receiver": "partnership", "promised": "2027-05-28", "needed_by": "2027-03-31",
                  "status": "at risk"})  # fmt: skip
    links.append({"id": "licence", "name": "Licence of the shared record", "blocks": "digital-4", "external": "yes",
                  "giver": "hospitals", "receiver": "council",
                  "needed_by": "2027-02-26", "status": "identified"})  # fmt: skip
    return {"Programmes": [programme], "Workstreams": streams, "Milestones": milestones, "Dependencies": links}


def written(sheets: Sheets) -> str:
    """Write the sheets as YAML, one line a row."""
    lines = [
        "# Made by examples/county/make.py; an invented county. Change services.csv or the seed, not this file.",
        "",
    ]
    for name, rows in sheets.items():
        lines.append(f"{name}:")
        lines += [f"  - {{{', '.join(f'{key}: {json.dumps(value)}' for key, value in row.items())}}}" for row in rows]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else SEED
    (HERE / "county.yaml").write_text(written(county(seed)), encoding="utf-8", newline="\n")
    print(f"county.yaml, seed {seed}")
