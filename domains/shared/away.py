"""How it looks when a store cannot be reached and the domain has not put it into words itself."""

from urllib.parse import parse_qs, urlsplit

from beanie.exceptions import CollectionWasNotInitialized
from pymongo.errors import ConnectionFailure
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSilent

from .errors import Unavailable

AWAY = (CollectionWasNotInitialized, ConnectionFailure, RedisAway, RedisSilent)
LONGEST = 200  # characters of what a driver says
DETAILS = (" (configured timeouts", ", Timeout: ")  # from here on MongoDB's driver tells its own settings


def unavailable(kind: str, name: str, url: str, error: BaseException) -> Unavailable:
    """A sentence for a visitor, and for an operator `PostgreSQL of orders at db.example:5432 does not answer: …`.

    Of the address no user and no password is told."""
    cause = f"{kind} of {name} at {_place(url)} does not answer: {words(error)}"
    return Unavailable("The shop is very busy. Please try again in a moment.", cause=cause)


def words(error: BaseException) -> str:
    """The first of what an error tells, without a full stop."""
    if isinstance(error, OSError) and error.errno and error.strerror:
        return error.strerror
    told = " ".join(str(error).split())
    for detail in DETAILS:
        told = told.partition(detail)[0]
    return told[:LONGEST].rstrip(". ") or type(error).__name__


def _place(url: str) -> str:
    rest = url.partition("://")[2].rpartition("@")[2]
    host = rest.partition("/")[0].partition("?")[0]
    return host or parse_qs(urlsplit(url).query).get("host", [rest])[0]
