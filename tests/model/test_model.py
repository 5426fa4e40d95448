"""The model is the one place from which everything else comes."""

import dataclasses
import json
from typing import Any

import jsonschema
import pytest

from pathway_graph.fields import DIMENSIONS, Field, Reference
from pathway_graph.model import FIELDS, LABELS, SHEETS, label_of_sheet
from pathway_graph.schema import json_schema
from pathway_graph.storage import shape


@pytest.mark.parametrize("label", LABELS)
def test_every_label_is_a_frozen_class_that_says_what_it_is(label: Any) -> None:
    """A label is a frozen dataclass with a sentence of its own, and each field has one too."""
    kind: Any = LABELS[label]

    assert dataclasses.is_dataclass(LABELS[label])
    assert kind.__dataclass_params__.frozen
    assert kind.__doc__.endswith(".")
    assert all(field.doc for field in FIELDS[label].values())


@pytest.mark.parametrize("label", LABELS)
def test_references_lead_to_labels(label: Any) -> None:
    """Every reference names labels that exist, and a sheet finds its label again in any case."""
    for field in FIELDS[label].values():
        assert not isinstance(field, Reference) or set(field.to) <= set(LABELS)
    assert label_of_sheet(SHEETS[label].upper()) == label


def test_the_box_is_the_same_wherever_it_stands() -> None:
    """Provision, requirement and handoff have all the dimensions of the box, and nothing else has more than one."""
    boxes = {"Provision", "Requirement", "Handoff"}
    for label, fields in FIELDS.items():
        kinds = {f.kind for f in fields.values() if isinstance(f, Field) and f.kind in DIMENSIONS}
        assert (kinds == set(DIMENSIONS)) if label in boxes else len(kinds) <= 1


def test_no_two_relationships_of_one_type_mean_different_things_between_the_same_labels() -> None:
    """(start, type, end) says which header made it, so that the graph can be read back."""
    made: dict[Any, Any] = {}
    for label, fields in FIELDS.items():
        for header in fields:
            for ends in shape.ends_of(label, header):
                if ends.type != "LEAVES_OUT":
                    assert made.setdefault(ends, (label, header)) == (label, header)


def test_the_json_schema_is_a_schema_and_refuses_what_is_not_a_record() -> None:
    """A record with a known label and an id passes; one without an id, or with a wrong choice, does not."""
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema).is_valid

    assert check({"label": "Service", "facts": {"id": "s", "status": "open"}})
    assert not check({"label": "Service", "facts": {}})
    assert not check({"label": "Service", "facts": {"id": "s", "status": "opened"}})
    assert json.loads(json.dumps(schema)) == schema
