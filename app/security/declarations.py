"""What every route says of itself: who may, whose things it touches, how often, kept by whom, and sent from where.

A route that says nothing is refused to everybody (guards.py), and the tests name it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from litestar.handlers import BaseRouteHandler

from domains.users import Permission

KEY: Final = "declared"


class Who(StrEnum):
    ANYONE = "anyone"
    PERSON = "person"  # somebody signed in: its handler takes the session, or asks to sign in first
    STAFF = "staff"  # somebody with a role, whatever it allows


class Of(StrEnum):
    """Whose things are found. What is another's is not there: 404."""

    NOBODY = "nobody"  # the same for everyone
    PARTY = "party"  # the visitor's own
    PERSON = "person"  # the own of who is signed in
    TOKEN = "token"  # noqa: S105 - whoever holds the link with the unguessable word
    SHOP = "shop"  # the shop's, for whoever may see or change it
    SENDER = "sender"  # who signed the message


class Rate(StrEnum):
    """Counted by address (rates.py); the settings say how many."""

    BROWSE = "browse"
    ACT = "act"
    SIGN_IN = "sign_in"
    CODE = "code"
    REVIEW = "review"
    MACHINE = "machine"
    API = "api"
    MAIL = "mail"
    NONE = "none"


class Cache(StrEnum):
    PUBLIC = "public"  # the handler says for how long
    PRIVATE = "private, no-cache"  # the visitor's own browser, asked anew each time
    NEVER = "no-store"


class From(StrEnum):
    """Where a request may come from (origin.py)."""

    ANYWHERE = "anywhere"  # it changes nothing
    OUR_PAGES = "our pages"
    SIGNED = "signed"  # its signature is what counts
    LINK = "link"  # its unguessable word is: RFC 8058


@dataclass(frozen=True)
class Declaration:
    """`recorded`: once it is done it is written into the audit log, where its own verb does not do that."""

    who: Who | Permission
    of: Of
    rate: Rate
    cache: Cache
    sent_from: From
    recorded: bool = False


def seen_by(
    who: Who | Permission = Who.ANYONE,
    of: Of | None = None,
    *,
    rate: Rate = Rate.BROWSE,
    cache: Cache | None = None,
) -> dict[str, Any]:
    """Of a page: it changes nothing. What staff see is kept nowhere."""
    cache = cache or (Cache.PRIVATE if who is Who.ANYONE else Cache.NEVER)
    return {KEY: Declaration(who, of or _whose(who), rate, cache, From.ANYWHERE)}


def done_by(
    who: Who | Permission = Who.ANYONE,
    of: Of | None = None,
    *,
    rate: Rate = Rate.ACT,
    sent_from: From = From.OUR_PAGES,
    recorded: bool | None = None,
) -> dict[str, Any]:
    """Of a deed: its answer shows one visitor what they did. What staff do is recorded."""
    cache = Cache.PRIVATE if who is Who.ANYONE else Cache.NEVER
    recorded = isinstance(who, Permission) if recorded is None else recorded
    return {KEY: Declaration(who, of or _whose(who), rate, cache, sent_from, recorded)}


def declaration_of(handler: BaseRouteHandler) -> Declaration | None:
    found = handler.opt.get(KEY)
    return found if isinstance(found, Declaration) else None


def _whose(who: Who | Permission) -> Of:
    match who:
        case Who.ANYONE:
            return Of.NOBODY
        case Who.PERSON:
            return Of.PERSON
        case _:
            return Of.SHOP
