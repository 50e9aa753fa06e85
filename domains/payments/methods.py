"""The cards that somebody has saved: Stripe keeps them and is asked each time, so nothing here can be out of date."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from domains.shared.errors import NotFound

from . import payers, provider, rows
from .connection import Refused
from .database import database
from .errors import CardsUnavailable, PaymentUnavailable
from .news import PaymentMethod
from .starting import ReturnUrls


async def payment_methods(customer_id: UUID) -> list[PaymentMethod]:
    """Newest first; Stripe is not asked for who never was there. CardsUnavailable while it is away."""
    return (await _theirs(customer_id))[1]


async def payment_method(customer_id: UUID, method_id: str) -> PaymentMethod:
    """NotFound for what is not there and for another's alike."""
    return (await _one(customer_id, method_id))[1]


async def saving_page(customer_id: UUID, email: str, urls: ReturnUrls) -> str:
    """Where to send somebody who wants to save a card. `email` is that of their account; it is shown there."""
    with _about_cards():
        stripe_id = await payers.at_stripe(customer_id, email)
        try:
            return await _saving_page(customer_id, stripe_id, urls)
        except Refused as refusal:
            if not refusal.unknown:
                raise
            await payers.lose(customer_id, stripe_id)
            return await _saving_page(customer_id, await payers.at_stripe(customer_id, email), urls)


async def remove_method(customer_id: UUID, method_id: str) -> None:
    """NotFound for what is not theirs. Pressed twice at once it is removed once."""
    await _one(customer_id, method_id)
    with _about_cards():
        await provider.detach(method_id)


async def prefer_method(customer_id: UUID, method_id: str) -> None:
    """NotFound for what is not theirs, or was removed in another window just now."""
    stripe_id, _ = await _one(customer_id, method_id)
    with _about_cards():
        try:
            await provider.set_default(stripe_id, method_id)
        except Refused as refusal:
            raise _unknown() from refusal


async def _saving_page(customer_id: UUID, stripe_id: str, urls: ReturnUrls) -> str:
    async with database.transaction() as session:
        shop = await rows.shop_id(session)
    return await provider.saving_page(
        {
            "mode": "setup",
            "customer": stripe_id,
            "allowed_payment_method_types": ["card"],
            "payment_method_data": {"allow_redisplay": "always"},  # what it is saved for is said on our page
            "metadata": {"customer_id": str(customer_id), "shop": shop},
            "success_url": urls.success,
            "cancel_url": urls.cancel,
        }
    )


async def _one(customer_id: UUID, method_id: str) -> tuple[str, PaymentMethod]:
    """From their own list, so that no word of a visitor ever becomes part of an address at Stripe."""
    stripe_id, saved = await _theirs(customer_id)
    for method in saved:
        if method.id == method_id:
            return stripe_id, method
    raise _unknown()


async def _theirs(customer_id: UUID) -> tuple[str, list[PaymentMethod]]:
    stripe_id = await payers.known(customer_id)
    if stripe_id is None:
        return "", []
    with _about_cards():
        saved = await provider.methods_of(stripe_id)
    if saved is None:
        await payers.lose(customer_id, stripe_id)
    return stripe_id, saved or []


def _unknown() -> NotFound:
    return NotFound("There is no such payment method.")


@contextmanager
def _about_cards() -> Iterator[None]:
    """Nothing was to be charged here, so nothing is said of that."""
    try:
        yield
    except CardsUnavailable:
        raise
    except PaymentUnavailable as away:
        raise CardsUnavailable(away.cause) from away
