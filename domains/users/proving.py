"""Links in letters: written down when they are asked for, made into words when they are sent, used once."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared import outbox
from domains.shared.ids import new_id

from .database import database
from .errors import LinkGone
from .events import LinkAsked
from .models import Person, Proof, ProofKind
from .queries import person_by_email
from .sealing import digest, stamp

LASTS: Final = timedelta(hours=1)


class Letter(StrEnum):
    """Which words go to a mailbox: a folder of templates/notifications each."""

    JOIN = "account_link"
    KNOWN = "account_known"
    RESET = "password_link"
    LEAVE_ADDRESS = "address_leaving"
    TAKE_ADDRESS = "address_taking"


# By no name: who asked may have typed anything for one, and would have the shop write it to a stranger
UNGREETED: Final = {ProofKind.JOIN: Letter.JOIN, ProofKind.TAKE_ADDRESS: Letter.TAKE_ADDRESS}


@dataclass(frozen=True)
class LinkLetter:
    """`token` opens the link; empty where there is none to send. `other` is the other address of a change."""

    letter: Letter
    to: str
    name: str
    token: str = ""
    other: str = ""


def begin(session: AsyncSession, kind: ProofKind, email: str, **more: str | UUID | None) -> Proof:
    """In the caller's transaction; the letter follows as a fact."""
    identity = new_id()
    proof = Proof(id=identity, kind=kind, email=email, token_hash=digest(_token(identity)), **more)
    proof.ends_at = sa.func.now() + LASTS
    session.add(proof)
    outbox.record(session, LinkAsked(identity))
    return proof


async def letter(proof_id: UUID) -> LinkLetter | None:
    """What to write for a link that was asked for; None where nobody is to be written to."""
    async with database.reading() as session:
        proof = await session.get(Proof, proof_id)
        if proof is None or proof.used_at is not None:
            return None
        known = await person_by_email(session, proof.email)
        other = await _other(session, proof)
    token = _token(proof.id)
    match ProofKind(proof.kind):
        case ProofKind.RESET:
            return LinkLetter(Letter.RESET, known.email, known.name, token) if known and not known.disabled_at else None
        case ProofKind.LEAVE_ADDRESS:
            return LinkLetter(Letter.LEAVE_ADDRESS, proof.email, known.name if known else "", token, other)
        case kind:
            if known:
                return LinkLetter(Letter.KNOWN, proof.email, known.name)
            return LinkLetter(UNGREETED[kind], proof.email, "", token, other)


async def link(token: str, *kinds: ProofKind) -> Proof:
    """A link that can still be followed. LinkGone for one that is unknown, used or over: the three look alike."""
    async with database.reading() as session:
        return await _live(session, kinds, token, lock=False)


async def use(session: AsyncSession, token: str, *kinds: ProofKind) -> Proof:
    """In the caller's transaction, once: who comes at the same time waits and then finds it used."""
    proof = await _live(session, kinds, token, lock=True)
    proof.used_at = sa.func.now()
    return proof


async def end_links(session: AsyncSession, person: Person) -> None:
    """In the caller's transaction: all that were sent to this person, or were asked for by them."""
    mine = sa.or_(Proof.person_id == person.id, sa.func.lower(Proof.email) == person.email.lower())
    await session.execute(sa.update(Proof).where(mine, Proof.used_at.is_(None)).values(used_at=sa.func.now()))


async def forget_proofs(before: timedelta) -> int:
    """Links that ended longer ago than this, with the addresses they went to; how many."""
    async with database.transaction() as session:
        old = sa.delete(Proof).where(Proof.ends_at < sa.func.now() - before).returning(Proof.id)
        return len((await session.execute(old)).all())


async def _live(session: AsyncSession, kinds: tuple[ProofKind, ...], token: str, *, lock: bool) -> Proof:
    wanted = sa.select(Proof).where(
        Proof.token_hash == digest(token),
        Proof.kind.in_(kinds),
        Proof.used_at.is_(None),
        Proof.ends_at > sa.func.now(),
    )
    proof = (await session.execute(wanted.with_for_update() if lock else wanted)).scalar_one_or_none()
    if proof is None:
        raise LinkGone
    return proof


async def _other(session: AsyncSession, proof: Proof) -> str:
    if proof.change_id is None:
        return ""
    other = sa.select(Proof.email).where(Proof.change_id == proof.change_id, Proof.id != proof.id)
    return await session.scalar(other) or ""


def _token(proof_id: UUID) -> str:
    """Made again whenever the letter is written: it is kept in no table and no fact."""
    return stamp("link", str(proof_id))
