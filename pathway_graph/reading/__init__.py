"""Read what people write: one grammar a module."""

from .reading import Reading, State, blank, failed

__all__ = ["Reading", "State", "blank", "failed"]
