"""Sessions: begun with a proof, carried by tokens that rotate, ended at once. The database's clock decides."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from domains.shared import outbox
from domains.shared.errors import NotFound

from . import tokens
from .actor import NOWHERE, Origin
from .database import database
from .errors import BadCredentials
from .events import RefreshTokenReused
from .models import Credential, GroupMember, Party, Person, RefreshToken, Session
from .models.sessions import STEPPED_UP
from .permissions import Permission
from .sealing import digest, stamp
from .tokens import Audience
from .trail import record_own

GRACE: Final = timedelta(seconds=45)  # in which a token used already gets the same successor again
NOTICE: Final = timedelta(minutes=1)  # how exactly `seen_at` is kept: one write a minute, not one a request
OF_STAFF: Final = (timedelta(minutes=30), timedelta(hours=12))  # at rest, and altogether
OF_SHOPPERS: Final = (timedelta(days=14), timedelta(days=90))
ACTING: Final = sa.func.coalesce(Session.acts_until > sa.func.now(), sa.false())
SHOPPER: Final = sa.case((ACTING, Session.acts_as_id), else_=Session.person_id)
# In the very question that every request of who is signed in asks: what prices hang on costs none of its own
TOLD_ALONG: Final = (
    sa.func.now() - Session.seen_at > NOTICE,
    sa.func.now() - Session.proved_at < STEPPED_UP,
    ACTING,
    sa.func.array(sa.select(GroupMember.group_key).where(GroupMember.person_id == SHOPPER).scalar_subquery()),
    sa.func.array(
        sa.select(sa.func.concat_ws(" ", Party.party_id, Party.email))
        .where(Party.person_id == SHOPPER)
        .scalar_subquery()
    ),
)


@dataclass(frozen=True)
class Tokens:
    """What a device carries. `lasts` is for how long the refresh token is worth keeping, in seconds."""

    access: str
    refresh: str
    lasts: int


async def start_session(
    person_id: UUID,
    user_agent: str,
    ip: str,
    *,
    second_factor: bool = False,
    password_of: datetime | None = None,
    audience: Audience = Audience.SHOP,
    request_id: str = "",
) -> Tokens:
    """Sign a person in on a device, once they have proved who they are. BadCredentials for who is gone meanwhile, or
    proved a password, that of `password_of`, which has been changed since."""
    first = secrets.token_urlsafe(32)
    async with database.transaction() as session:
        stays = {"read": True, "key_share": True}  # until the session is theirs nobody erases them
        person = await session.get(Person, person_id, options=[selectinload(Person.roles)], with_for_update=stays)
        if person is None or (password_of and not await _holds(session, person_id, password_of)):
            raise BadCredentials
        idle, lasts = OF_STAFF if person.is_staff else OF_SHOPPERS
        begun = Session(
            person_id=person_id,
            audience=audience.value,
            second_factor=second_factor,
            ip=ip,
            user_agent=user_agent[:400],
            idle=idle,
            ends_at=sa.func.now() + lasts,
        )
        session.add(begun)
        await session.flush()
        session.add(RefreshToken(token_hash=digest(first), session_id=begun.id))
        told = {"audience": audience.value, "second_factor": second_factor}
        await record_own(session, person, "sign_in", Origin(ip, user_agent, request_id), after=told)
    return Tokens(tokens.issue(person_id, begun.id, audience), first, int(idle.total_seconds()))


async def refresh(token: str, audience: Audience = Audience.SHOP) -> Tokens | None:
    """New tokens for a refresh token, the same for all who come with it at once; None where its session is over. One
    that was replaced longer ago than GRACE ends its session."""
    async with database.transaction() as session:
        found = await session.execute(
            sa.select(RefreshToken, Session, sa.func.now() - RefreshToken.used_at > GRACE)
            .join(RefreshToken.session)
            .join(Session.person)
            .where(RefreshToken.token_hash == digest(token), *_alive(audience))
            .with_for_update(of=[RefreshToken, Session])
        )
        row = found.one_or_none()
        if row is None:
            return None
        used, family, replayed = row
        if replayed:
            family.ended_at = sa.func.now()
            outbox.record(session, RefreshTokenReused(family.id, family.person_id))
            return None
        successor = stamp("refresh", token)
        if used.used_at is None:
            used.used_at = family.seen_at = sa.func.now()
            session.add(RefreshToken(token_hash=digest(successor), session_id=family.id))
        person_id, session_id, idle = family.person_id, family.id, family.idle
    return Tokens(tokens.issue(person_id, session_id, audience), successor, int(idle.total_seconds()))


async def session(access: str, audience: Audience = Audience.SHOP) -> Session | None:
    """The live session of this access token with its person and roles, or None."""
    claims = tokens.read(access, audience)
    if claims is None:
        return None
    async with database.reading() as reading:
        found = await reading.execute(
            sa.select(Session, *TOLD_ALONG)
            .join(Session.person)
            .where(Session.id == claims.session_id, *_alive(audience))
            .options(*(joinedload(each).selectinload(Person.roles) for each in (Session.person, Session.acts_as)))
        )
        row = found.one_or_none()
    if row is None:
        return None
    live: Session
    live, stale, live.fresh, acting, groups, taken = row
    live.acting = acting and _may_act(live)
    if acting == live.acting:
        live.groups = frozenset(groups)
        live.taken = frozenset((UUID(party), email) for party, _, email in (each.partition(" ") for each in taken))
    if stale:
        await _seen(live.id)
    return live


async def sessions(person_id: UUID) -> Sequence[Session]:
    """Where a person is signed in, the last used first."""
    async with database.reading() as reading:
        found = await reading.scalars(
            sa.select(Session)
            .join(Session.person)
            .where(Session.person_id == person_id, *_alive())
            .order_by(Session.seen_at.desc(), Session.id)
        )
        return found.all()


async def end_session(person_id: UUID, session_id: UUID, *, origin: Origin = NOWHERE) -> None:
    """One of a person's own, also where it has ended already. Another's is not there."""
    own = sa.select(Session.id).where(Session.person_id == person_id, Session.id == session_id)
    async with database.transaction() as session:
        if await session.scalar(own) is None:
            raise NotFound("You are not signed in there.")
        ended = await session.execute(_ending(Session.person_id == person_id, Session.id == session_id))
        await _note_end(session, person_id, "sign_out", len(ended.all()), origin)


async def end_sessions(person_id: UUID, but: UUID | None = None, *, origin: Origin = NOWHERE) -> None:
    """Signed out everywhere, or everywhere but here."""
    async with database.transaction() as session:
        ended = await end_all(session, person_id, but)
        await _note_end(session, person_id, "sign_out_everywhere", ended, origin)


async def end_all(session: AsyncSession, person_id: UUID, but: UUID | None = None) -> int:
    """In a transaction that changes what the sessions were begun with; how many there were."""
    others = [Session.id != but] if but else []
    return len((await session.execute(_ending(Session.person_id == person_id, *others))).all())


async def forget_sessions(before: timedelta) -> int:
    """Those that ended or ran out longer ago than this; how many."""
    over = sa.func.least(Session.ends_at, Session.ended_at, Session.seen_at + Session.idle)
    async with database.transaction() as session:
        gone = await session.execute(sa.delete(Session).where(over < sa.func.now() - before).returning(Session.id))
        return len(gone.all())


async def _holds(session: AsyncSession, person_id: UUID, password_of: datetime) -> bool:
    """It is not changed before this transaction ends; whoever changes it then finds the session and ends it."""
    since = sa.select(Credential.changed_at).where(Credential.person_id == person_id).with_for_update(read=True)
    return await session.scalar(since) == password_of


def _may_act(live: Session) -> bool:
    """Looked at for every request: a permission may be gone, and whoever has got a role is nobody's to be."""
    customer = live.acts_as
    nobodys = customer is None or customer.is_staff or customer.disabled_at is not None
    return not nobodys and live.person.may(Permission.USERS_IMPERSONATE)


def _alive(audience: Audience | None = None) -> list[sa.ColumnElement[bool]]:
    """Also begun with all that its person proves themselves with by now, and for these doors where some are named."""
    here = [Session.audience == audience.value] if audience else []
    return [
        *here,
        sa.or_(Session.second_factor, Person.second_factor_at.is_(None)),
        Session.ended_at.is_(None),
        Session.ends_at > sa.func.now(),
        Session.seen_at > sa.func.now() - Session.idle,
        Person.disabled_at.is_(None),
    ]


def _ending(*which: sa.ColumnElement[bool]) -> Any:
    live = sa.update(Session).where(*which, Session.ended_at.is_(None))
    return live.values(ended_at=sa.func.now()).returning(Session.id)


async def _note_end(session: AsyncSession, person_id: UUID, action: str, ended: int, origin: Origin) -> None:
    if ended:
        person = await session.get_one(Person, person_id, options=[selectinload(Person.roles)])
        await record_own(session, person, action, origin, after={"sessions": ended})


async def _seen(session_id: UUID) -> None:
    async with database.transaction() as session:
        await session.execute(sa.update(Session).where(Session.id == session_id).values(seen_at=sa.func.now()))
