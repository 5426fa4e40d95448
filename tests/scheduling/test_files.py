"""Read planners' files safely: no document types, short rows, other encodings."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from . import mspdi, xer

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Project xmlns="http://schemas.microsoft.com/project"><Title>&b;</Title></Project>"""


def test_a_document_type_is_refused_before_its_entities_are_read() -> None:
    """Entities could fill memory or read files; a plan needs none."""
    with pytest.raises(mspdi.RefusedMarkup):
        mspdi.parse(LAUGHS)


@pytest.mark.parametrize("data", [b"", b"<Project>", b"<Project></Tasks>", b"PK\x03\x04"])
def test_what_is_not_xml_is_one_error(data: bytes) -> None:
    """Empty, cut off, crossed, something else."""
    with pytest.raises(ET.ParseError):
        mspdi.parse(data)


def test_rows_of_a_primavera_file_may_be_short() -> None:
    """Missing cells are blank; Windows-1252 is read where UTF-8 is not; line ends may be either."""
    tables = xer.parse(b"ERMHDR\t22\r\n%T\tTASK\r\n%F\ta\tb\tc\r\n%R\t1\t\x80\n%R\t2\t3\t4\r\n")

    assert tables == {"TASK": [{"a": "1", "b": "€", "c": ""}, {"a": "2", "b": "3", "c": "4"}]}
