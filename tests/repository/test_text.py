"""Keep out of every tracked file what belongs to one machine, one registry or one person, and what is unfinished."""

import re
from pathlib import Path

import pytest

# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.~])/(?:wor" r"k|tm" r"p|roo" r"t|home/\w+|Users/\w+)/|\b[A-Z]:\\User" r"s\\",
    "the host of a package registry": r"\b(?:py" r"pi\.org|pythonho" r"sted\.org|registry\.np" r"mjs\.org|np"
    r"mjs\.com|crate" r"s\.io|repo\d?\.mav" r"en\.org|deb\.deb" r"ian\.org|proxy\.gol" r"ang\.org)\b",
    "a word that says it is unfinished": r"\bTO" r"DO\b|\bFIX" r"ME\b|\bHA" r"CK\b|\b[Ll]orem ip" r"sum\b"
    r"|\b(?i:place" r"holder) (?:text|value|implementation|for now)\b|\b(?i:not (?:yet )?implem" r"ented)\b",
}
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\b")
RESERVED = re.compile(r"[@.](?:example\.(?:org|com|net)|example|invalid|test|localhost)$")  # RFC 2606: nobody's


def lines(files: list[Path], root: Path) -> list[tuple[str, str]]:
    """Give (file:line, text) for every line of every file that is text."""
    found = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [(f"{file.relative_to(root).as_posix()}:{n}", line) for n, line in enumerate(text.splitlines(), 1)]
    return found


def people(text: str) -> list[str]:
    """Give the e-mail addresses in a text that may be somebody's."""
    return [address for address in EMAIL.findall(text) if not RESERVED.search(address)]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str, tracked: list[Path], root: Path) -> None:
    """Nothing in the repository depends on one machine or one registry, or calls itself unfinished."""
    pattern = re.compile(FORBIDDEN[what])
    found = [f"{place}: {line.strip()[:120]}" for place, line in lines(tracked, root) if pattern.search(line)]

    assert not found, f"{what}:\n" + "\n".join(found)


def test_no_tracked_file_holds_an_email_address(tracked: list[Path], root: Path) -> None:
    """No person can be reached through what the repository holds; made-up addresses end in .example."""
    found = [f"{place}: {people(line)}" for place, line in lines(tracked, root) if people(line)]

    assert not found, "e-mail addresses:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", "see /wor" "k/main"),
        ("a path of one machine", r"C:\User" r"s\analyst"),
        ("the host of a package registry", "https://py" "pi.org/simple"),
        ("a word that says it is unfinished", "x = 1  # TO" "DO"),
    ],
)
def test_the_patterns_find_what_they_are_for(what: str, line: str) -> None:
    """Each pattern finds an example of what it forbids."""
    assert re.search(FORBIDDEN[what], line)


def test_an_address_is_told_from_a_version() -> None:
    """Reserved domains and npm versions are nobody's address; a real domain is."""
    assert people("a package@2.0.0-next.38, x@team.example, root@localhost") == []
    assert people("write to some.one@nh" "s.uk") == ["some.one@nh" "s.uk"]
