"""Tell a person's name from a role, so that no person is stored where a role belongs."""

from __future__ import annotations

import re

__all__ = ["NAMED_PERSON", "names_a_person"]

NAMED_PERSON = "named person"
"""What is kept instead of a person's name."""

_TITLE = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|cllr|councillor|sir|dame|rev)\.?\s+[A-Z][\w'’-]*", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_ONE = r"[A-Z][a-z]+(?:[-'’][A-Z][a-z]+)?"
_NAME = re.compile(rf"{_ONE}(?:\s+[A-Z]\.?)?\s+(?:Mc|Mac|O['’])?{_ONE}")
_ROLE = re.compile(
    r"\b(?:accountable|adult|adults|analyst|area|assistant|associate|authority|board|business|care|chair|chief|children|"
    r"clinical|commissioner|commissioning|commissioners|committee|community|contract|contracts|coordinator|council|"
    r"county|crisis|delivery|deputy|digital|director|district|estates|executive|finance|governance|group|head|health|"
    r"home|hospital|hospice|housing|integrated|integration|interim|joint|lead|leader|leads|learning|local|locality|"
    r"manager|medical|medicines|mental|mind|national|nurse|nursing|office|officer|operational|operations|owner|panel|"
    r"partner|partners|partnership|pathway|performance|planned|planning|pmo|practice|primary|procurement|programme|"
    r"project|public|quality|regional|responsible|safeguarding|safety|secondary|senior|service|services|social|sponsor|"
    r"sro|strategic|strategy|support|system|team|therapies|transformation|trust|urgent|voluntary|workforce|workstream)\b",
    re.IGNORECASE,
)


def names_a_person(text: str) -> bool:
    """Tell whether a text that should be a role is a person's name: a title before it, an address, or two names.

    >>> names_a_person("Head of Commissioning"), names_a_person("Finance Lead"), names_a_person("Dr A Example")
    (False, False, True)
    """
    plain = " ".join(text.split())
    if _MAIL.search(plain) or _TITLE.match(plain):
        return True
    return _NAME.fullmatch(plain) is not None and not _ROLE.search(plain)
