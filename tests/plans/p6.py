"""Turn a schedule that a person ran in Primavera (input.json) into a file of our sheets, and read P6's own answers."""

import csv
import json
from pathlib import Path
from typing import Any

import yaml

CAPTURES = ("01-fs-chain", "03-ff-with-lag", "05-negative-float", "07-ontario-holidays", "09-completed-successor",
            "11-mandatory-start-finish", "13-alap")  # fmt: skip
# In these captures "start on" and "finish on" were run as P6's mandatory constraints.
CONSTRAINTS = {"CS_MSO": "mso", "CS_MEO": "mfo", "CS_MEOB": "fnlt", "CS_ALAP": "alap"}
DAYS = ("", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def sheets(folder: Path) -> str:
    """Write one capture as YAML: days of eight hours from 08:00 with an hour's break, as P6 has them."""
    source = json.loads((folder / "input.json").read_text(encoding="utf-8"))
    options = source["opts"]
    programme = {
        "id": "p6", "name": "P6", "convention": "p6", "calendar": next(iter(options["cal_map"])),
        "starts": min(options["projectStart"], options["dataDate"]), "status_date": options["dataDate"],
    }  # fmt: skip
    links = [
        {"id": f"link-{n}", "needs": row["from_code"], "blocks": row["to_code"], "kind": row["type"].lower(),
         "lag": f"{row['lag_days']}d"}
        for n, row in enumerate(source["relationships"])
    ]  # fmt: skip
    calendars = [calendar(id, row) for id, row in options["cal_map"].items()]
    milestones = [milestone(row) for row in source["activities"]]
    told = {"Calendars": calendars, "Programmes": [programme], "Milestones": milestones, "Dependencies": links}
    return yaml.safe_dump({name: rows for name, rows in told.items() if rows}, sort_keys=False)


def calendar(id: str, row: Any) -> Any:
    hours = "; ".join(f"{DAYS[day]} 0800-1200, 1300-1700" for day in row["work_days"])
    return {"id": id, "name": id, "hours": hours, "holidays": "none", "closed": sorted(row["holidays"]) or ""}


def milestone(row: Any) -> Any:
    told = {"id": row["code"], "name": row["code"], "source_id": row["code"], "calendar": row["clndr_id"],
            "duration": f"{row['duration_days']}d"}  # fmt: skip
    told |= {name: row[name] for name in ("actual_start", "actual_finish") if name in row}
    for name, key in (("constraint", "constraint"), ("second_constraint", "constraint2")):
        if key in row:
            on = row[key].get("date")
            told |= {name: CONSTRAINTS[row[key]["type"]], f"{name}_on": f"{on[:10]} 00:00" if on else ""}
    return told


def answers(folder: Path) -> dict[str, tuple[list[str], list[float | None]]]:
    """Read P6's own columns: four dates (an "A" marks actual ones), total and free float in days, None where none."""
    with (folder / "comparison.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["activity_code"]: (
                [row[f"{name}_p6"].removesuffix(" A") for name in ("ES", "EF", "LS", "LF")],
                [float(text) if (text := row[f"{name}_p6"]) else None for name in ("TF", "FF")],
            )
            for row in csv.DictReader(file)
        }
