"""Name the bits in which it is held what may be wrong with a handoff, for those that judge many at once.

Bits 0 to 5 are the dimensions (`boxes.DIMENSIONS`) in which nobody is taken. A bit says that the fault is certain; the
bit `POSSIBLE` places above it, that it is possible.
"""

from __future__ import annotations

__all__ = [
    "AGREEMENT", "BESIDES", "DATES", "EVERYTHING", "FALLING", "LATE", "POSSIBLE", "PROTOCOL", "UNSETTLED", "WAIT",
    "fault_bit",
]  # fmt: skip

DATES, WAIT, PROTOCOL, AGREEMENT, UNSETTLED = 6, 7, 8, 9, 15
"""Places after those of the dimensions; unsettled: whether anybody is taken has to be looked at by itself."""
POSSIBLE = 16
EVERYTHING = 2**32 - 1
"""Nothing is known of a handoff, so everything may be wrong with it."""


def fault_bit(place: int, sure: bool) -> int:
    """The bits of a fault: possible; and certain, if it is.

    >>> bin(fault_bit(0, True))
    '0b10000000000000001'
    """
    return 1 << place + POSSIBLE | (1 << place if sure else 0)


FALLING = (0b111111 | 1 << DATES | 1 << UNSETTLED) << POSSIBLE
"""People may be handed on and not taken."""
LATE = 1 << WAIT + POSSIBLE
BESIDES = LATE | 1 << PROTOCOL + POSSIBLE | 1 << AGREEMENT + POSSIBLE
"""What is not about who is taken may be wrong."""
