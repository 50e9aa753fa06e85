"""The audit log: written in the very transaction of an act of users, or right after an act of another domain."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import clock
from domains.shared.ids import new_id

from .actor import Actor, Origin
from .boxes import box_of
from .database import database
from .models import AuditEntry, Person

SECRET: Final = re.compile(
    r"password|secret|token|otp|recovery|authorization|cookie|card|cvc|iban|^current$", re.IGNORECASE
)
MASK: Final = "•••"
LONGEST: Final = 300  # characters of one value: the log says what happened, it is no second store
NOBODY: Final = "not known"  # who acts, before they have proved who they are
MOST: Final = 80  # fields of one act
SIGNED: Final = (
    "id", "actor", "person_id", "behalf_of", "action", "subject", "outcome", "before", "after", "ip", "user_agent",
    "request_id",
)  # fmt: skip


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class Entry:
    """`before` and `after` hold what an act changed; what is secret in them is masked when it is written. `about` is
    the person that they and the subject name, where they name one."""

    actor: Actor
    action: str
    subject: str = ""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    outcome: Outcome = Outcome.DONE
    about: UUID | None = None


async def record(session: AsyncSession, entry: Entry) -> None:
    """In the caller's transaction of the users database: the act and its entry are there together, or neither is."""
    actors, theirs = await box_of(session, entry.actor.person_id), await box_of(session, entry.about)
    row = AuditEntry(
        id=new_id(),
        at=clock.now(),
        actor=actors.close(entry.actor.name[:LONGEST]),
        person_id=entry.actor.person_id,
        about=entry.about,
        behalf_of=actors.close(entry.actor.behalf_of[:LONGEST]),
        action=entry.action,
        subject=theirs.close(entry.subject[:LONGEST]),
        outcome=entry.outcome.value,
        before=theirs.close_all(masked(entry.before)),
        after=theirs.close_all(masked(entry.after)),
        ip=actors.close(entry.actor.ip),
        user_agent=actors.close(entry.actor.user_agent[:LONGEST]),
        request_id=entry.actor.request_id,
    )
    row.digest = digest(row)
    session.add(row)


async def record_own(
    session: AsyncSession,
    person: Person,
    action: str,
    origin: Origin,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """What somebody of the staff does to their own account. Shoppers are told of theirs by letter: what
    they do to their own account is nobody else's."""
    if person.is_staff:
        actor = origin.actor(person.email, person.id)
        await record(session, Entry(actor, action, _named(person), before, after, about=person.id))


async def audit_failure(person: Person, action: str, origin: Origin) -> None:
    """Somebody, who need not be the owner of this account, could not prove that they are. Of shoppers as above."""
    if person.is_staff:
        await audit_act(Entry(origin.actor(NOBODY), action, _named(person), outcome=Outcome.REFUSED, about=person.id))


async def audit_act(entry: Entry) -> None:
    """For acts of other domains, once they have happened."""
    async with database.transaction() as session:
        await record(session, entry)


def digest(row: AuditEntry) -> str:
    """Of all that an entry says, spelled in one way: what is read from the table has the digest it was written with."""
    said = {name: _plain(getattr(row, name)) for name in SIGNED}
    if row.about is not None:  # entries of before there was such a thing keep their digests
        said["about"] = str(row.about)
    said["at"] = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    spelled = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def masked(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What can stand in the log: secrets hidden, long texts cut, everything as JSON knows it."""
    if values is None:
        return None
    first = list(values.items())[:MOST]
    return {name[:LONGEST]: MASK if SECRET.search(name) else _kept(value) for name, value in first}


def _named(person: Person) -> str:
    return f"person {person.email}"


def _kept(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return masked(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_kept(each) for each in list(value)[:MOST]]
    text = str(value).replace("\x00", "")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, dict) else str(value)
