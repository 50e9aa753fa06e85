"""Who pays is known to Stripe too, once: the id under which it keeps their cards, and the end of that."""

import logging
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from . import provider, rows
from .connection import Refused, Unclear
from .database import database
from .errors import CardsUnavailable
from .models import Payer

log = logging.getLogger(__name__)


async def known(customer_id: UUID) -> str | None:
    """Their id at Stripe, where they have one."""
    async with database.reading() as session:
        return await session.scalar(sa.select(Payer.stripe_id).where(Payer.customer_id == customer_id))


async def at_stripe(customer_id: UUID, email: str) -> str:
    """Made once, however many windows ask at once. PaymentUnavailable when Stripe is away or will not."""
    payer, fresh, shop = await _written_down(customer_id)
    if payer.stripe_id:
        return payer.stripe_id
    try:
        made = None if fresh else next(iter(await provider.find_customers(email, str(customer_id))), None)
        metadata = {"customer_id": str(customer_id), "shop": shop}
        made = made or await provider.create_customer(email, metadata, _key(payer, email))
    except Unclear:
        await _count_try(payer)
        raise
    except Refused as refusal:
        log.warning("stripe.customer_refused code=%s", refusal.code)
        raise CardsUnavailable(str(refusal)) from refusal
    return await _kept(customer_id, made)


async def lose(customer_id: UUID, stripe_id: str) -> None:
    """Somebody deleted them at Stripe: the next time they are made anew, under another key."""
    theirs = sa.update(Payer).where(Payer.customer_id == customer_id, Payer.stripe_id == stripe_id)
    async with database.transaction() as session:
        await session.execute(theirs.values(stripe_id=None, tries=Payer.tries + 1))


async def readdress(customer_id: UUID, email: str) -> None:
    """Their account has another address now, which Stripe's page shows."""
    stripe_id = await known(customer_id)
    if stripe_id:
        await provider.rename_customer(stripe_id, email)


async def forget_cards(customer_id: UUID, email: str) -> None:
    """Of somebody who is gone: Stripe deletes them and all their cards, and none is made for them again. Done twice it
    is done once. PaymentUnavailable while Stripe is away: then it is to be asked for again."""
    stripe_id, never_asked = await _closed(customer_id)
    if never_asked:
        return
    found = await provider.find_customers(email, str(customer_id))
    for each in {*found, stripe_id} - {None}:
        await provider.delete_customer(str(each))
    async with database.transaction() as session:
        await session.execute(sa.update(Payer).where(Payer.customer_id == customer_id).values(stripe_id=None))


async def _closed(customer_id: UUID) -> tuple[str | None, bool]:
    """Their id at Stripe, and whether Stripe was never asked for one; from here on no other is written down."""
    gone = pg.insert(Payer).values(customer_id=customer_id, erased_at=sa.func.now()).on_conflict_do_nothing()
    theirs = sa.update(Payer).where(Payer.customer_id == customer_id).values(erased_at=sa.func.now())
    async with database.transaction() as session:
        if await session.scalar(gone.returning(Payer.customer_id)):
            return None, True
        return await session.scalar(theirs.returning(Payer.stripe_id)), False


async def _written_down(customer_id: UUID) -> tuple[Payer, bool, str]:
    """The payer, whether this call made the row, and the name of this shop at Stripe."""
    insert = pg.insert(Payer).values(customer_id=customer_id).on_conflict_do_nothing().returning(Payer.customer_id)
    async with database.transaction() as session:
        payer = await session.get(Payer, customer_id)
        fresh = payer is None and await session.scalar(insert) is not None
        payer = payer or (await session.scalars(sa.select(Payer).where(Payer.customer_id == customer_id))).one()
        shop = await rows.shop_id(session)
    if payer.erased_at:
        raise CardsUnavailable("their account is deleted")
    return payer, fresh, shop


async def _kept(customer_id: UUID, made: str) -> str:
    """The id that holds. Of two made at once, or of one for somebody who is gone meanwhile, the other is deleted."""
    free = (Payer.customer_id == customer_id, Payer.stripe_id.is_(None), Payer.erased_at.is_(None))
    async with database.transaction() as session:
        await session.execute(sa.update(Payer).where(*free).values(stripe_id=made))
        holds = await session.scalar(sa.select(Payer.stripe_id).where(Payer.customer_id == customer_id))
    if holds != made:
        await provider.delete_customer(made)
    if holds is None:
        raise CardsUnavailable("their account is deleted")
    return holds


def _key(payer: Payer, email: str) -> str:
    """Stripe refuses a key that comes back with another address."""
    return f"payer-{uuid5(payer.customer_id, email)}-{payer.tries}"


async def _count_try(payer: Payer) -> None:
    again = sa.update(Payer).where(Payer.customer_id == payer.customer_id, Payer.tries == payer.tries)
    async with database.transaction() as session:
        await session.execute(again.values(tries=payer.tries + 1))
