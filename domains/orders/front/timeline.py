"""The timeline."""

from ..noting import LONGEST_NOTE, note_message, note_stock, write_note
from ..timelines import BrokenTimeline
from ..watching import changes

__all__ = [
    "LONGEST_NOTE",
    "BrokenTimeline",
    "changes",
    "note_message",
    "note_stock",
    "write_note",
]
