"""What went wrong in a command, as one sentence for the person at the keyboard."""

from pydantic import ValidationError
from pymongo.errors import ConfigurationError, OperationFailure
from sqlalchemy.exc import DBAPIError

from domains.shared import settings
from domains.shared.away import AWAY, words
from domains.shared.errors import Refusal, Unavailable

UNMIGRATED = ("42P01", "42703")  # PostgreSQL's states: no such table, no such column
NOT_LET_IN = ("28000", "28P01", "3D000", "42501", "53300", "57P03")  # who, no such database, no right, full, starting
NO_RIGHT = (13, 18)  # MongoDB's codes: unauthorized, authentication failed


def in_a_sentence(error: BaseException) -> str | None:
    """None for what is our mistake: its traceback tells more."""
    told = what_went_wrong(error)
    away = isinstance(error, Unavailable) or (isinstance(error, (*AWAY, OSError)) and not _of_a_file(error))
    return f"{told} {perhaps_stopped()}".strip() if told and away else told


def what_went_wrong(error: BaseException) -> str | None:
    if isinstance(error, ValidationError) and error.title == settings.Settings.__name__:
        return settings.in_a_sentence(error)
    if isinstance(error, Unavailable) and error.cause:
        return f"{error.cause}."  # the visitor's sentence would hide from the operator what to mend
    if isinstance(error, Refusal):
        return error.message
    if isinstance(error, OSError) and _of_a_file(error):
        return f"{error.filename}: {error.strerror}."
    if isinstance(error, (*AWAY, OSError, ConfigurationError)):
        return f"A store of the shop does not answer: {words(error)}."
    return _of_a_database(error.orig if isinstance(error, DBAPIError) and error.orig else error)


def perhaps_stopped() -> str:
    """What the operator of a laptop should look at first."""
    return "Is `make run` still running?" if settings.running_sandbox() else ""


def _of_a_file(error: BaseException) -> bool:
    return getattr(error, "filename", None) is not None


def _of_a_database(error: BaseException) -> str | None:
    state = getattr(error, "sqlstate", None)
    if state in UNMIGRATED:
        return f"A database has not its newest shape ({words(error)}): run `barrow migrate`."
    if state in NOT_LET_IN or (isinstance(error, OperationFailure) and error.code in NO_RIGHT):
        return f"A store of the shop does not let us in: {words(error)}."
    return None
