"""API keys: made by staff out of what they may do themselves, shown once, ended by time or by hand."""

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from domains.shared import clock
from domains.shared.errors import Invalid

from . import granting
from .actor import Actor
from .database import database
from .errors import BeyondYou, NoSuchKey
from .models import ApiKey, Person
from .permissions import NOT_FOR_KEYS, Permission
from .sealing import digest
from .trail import Entry, record

MARK: Final = "barrow_"  # by which those who look for leaked secrets know it
SPELLED: Final = re.compile(r"barrow_[0-9a-f]{8}_[\w-]{43}", re.ASCII)
DAYS: Final = (30, 90, 365)
MOST_A_MINUTE: Final = 6_000
LONGEST_NAME: Final = 60
NOTICE: Final = timedelta(minutes=1)  # how exactly `used_at` is kept: one write a minute, not one a request


@dataclass(frozen=True)
class KeyDraft:
    """What somebody asks for; `per_minute` is how many requests."""

    name: str
    permissions: frozenset[Permission]
    days: int
    per_minute: int

    @classmethod
    def of(cls, name: str, permissions: Iterable[str], days: int, per_minute: int) -> "KeyDraft":
        """Invalid, at the field that is wrong."""
        chosen = frozenset(permissions)
        wrong = {}
        if not 0 < len(name) <= LONGEST_NAME:
            wrong["name"] = f"Say what it is for in {LONGEST_NAME} characters at most."
        if days not in DAYS:
            wrong["days"] = "Choose one of the times offered."
        if not 0 < per_minute <= MOST_A_MINUTE:
            wrong["per_minute"] = f"Give a number from 1 to {MOST_A_MINUTE}."
        if not chosen or not chosen <= set(Permission) - NOT_FOR_KEYS:
            wrong["permissions"] = "Choose one or more of the permissions offered."
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)
        return cls(name, frozenset(Permission(each) for each in chosen), days, per_minute)


@dataclass(frozen=True)
class NewKey:
    """`text` is the key itself, which nobody can be shown again."""

    key: ApiKey
    text: str


async def create_key(draft: KeyDraft, *, actor: Actor) -> NewKey:
    """BeyondYou where its maker lacks something of it: also what they may do at some locations alone can be given, and
    holds there."""
    prefix = secrets.token_hex(4)
    text = f"{MARK}{prefix}_{secrets.token_urlsafe(32)}"
    async with database.transaction() as session:
        maker = await granting.giver(session, actor)
        lacking = [each for each in Permission if each in draft.permissions and not (maker and maker.may(each))]
        if maker is None or lacking:
            raise BeyondYou(lacking)
        key = ApiKey(
            person_id=maker.id,
            name=draft.name,
            prefix=prefix,
            key_hash=digest(text),
            permissions=[each.value for each in Permission if each in draft.permissions],
            per_minute=draft.per_minute,
            ends_at=clock.now() + timedelta(days=draft.days),
        )
        session.add(key)
        await record(session, Entry(actor, "create_key", f"key {MARK}{prefix}", after=_told(key)))
    return NewKey(key, text)


async def api_keys() -> Sequence[ApiKey]:
    """All there were, newest first, each with its maker."""
    async with database.reading() as session:
        found = await session.scalars(_with_maker().order_by(ApiKey.created_at.desc(), ApiKey.id.desc()))
        return found.unique().all()


async def revoke_key(key_id: UUID, *, actor: Actor) -> None:
    """At once and for good. Done twice it is done once. NoSuchKey."""
    async with database.transaction() as session:
        key = await session.get(ApiKey, key_id, with_for_update=True)
        if key is None:
            raise NoSuchKey
        if key.revoked_at is None:
            key.revoked_at = clock.now()
            await record(session, Entry(actor, "revoke_key", f"key {MARK}{key.prefix}", before=_told(key)))


async def find_key(text: str) -> ApiKey | None:
    """The live key that this is, with its maker and what they may do now; None for whatever is no such key."""
    if not SPELLED.fullmatch(text):
        return None
    live = [ApiKey.revoked_at.is_(None), ApiKey.ends_at > sa.func.now(), Person.disabled_at.is_(None)]
    chosen = _with_maker().join(ApiKey.person).where(ApiKey.key_hash == digest(text), *live)
    async with database.reading() as session:
        key = (await session.scalars(chosen)).unique().one_or_none()
    if key is not None and (key.used_at is None or clock.now() - key.used_at > NOTICE):
        await _note_use(key.id)
    return key


async def _note_use(key_id: UUID) -> None:
    """Once a minute, however many come at once."""
    stale = sa.or_(ApiKey.used_at.is_(None), ApiKey.used_at < sa.func.now() - NOTICE)
    async with database.transaction() as session:
        await session.execute(sa.update(ApiKey).where(ApiKey.id == key_id, stale).values(used_at=sa.func.now()))


def _with_maker() -> "sa.Select[ApiKey]":
    return sa.select(ApiKey).options(joinedload(ApiKey.person).selectinload(Person.roles))


def _told(key: ApiKey) -> dict[str, object]:
    until = key.ends_at.isoformat(timespec="minutes")
    return {"name": key.name, "permissions": key.permissions, "per_minute": key.per_minute, "until": until}
