"""What went wrong in a command, as one sentence for the person at the keyboard."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domains.shared.away import AWAY


def in_a_sentence(error: Exception) -> str | None:
    """None for what is our mistake: its traceback tells more."""
    if isinstance(error, ValidationError):
        return "; ".join(_said(each) for each in error.errors())
    if isinstance(error, AWAY):
        return f"A store of the shop does not answer: {str(error)[:200]}"
    return None


def _said(error: ErrorDetails) -> str:
    name = "_".join(str(part) for part in error["loc"]).upper()
    told = error["msg"].removeprefix("Value error, ")
    return f"{name}: {told}" if name else told
