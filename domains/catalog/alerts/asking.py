"""Asking to be told, confirming it, ending it: each verb one transaction that gives nobody away who waits already."""

from dataclasses import dataclass
from typing import Final

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ...shared import clock
from ...shared.errors import Invalid
from ..database import documents
from ..errors import Unknown
from ..events import AlertAsked
from ..models import AlertState, Product, StockAlert, Variant
from ..models.stock_alert import alert_id
from ..products.queries import variant_for_sale
from . import queues
from .goods import goods
from .tokens import Purpose, claimed, fits

LONGEST_ADDRESS: Final = 254  # RFC 5321, 4.5.3.1.3
GONE: Final = "This link has run out, or a newer e-mail has replaced it. Ask again on the product's page."


@dataclass(frozen=True)
class Alert:
    """What a link's page says: of which product, and how far it is. All empty but `state` once there is no such
    product any more."""

    state: AlertState
    title: str
    slug: str
    sku: str


async def ask_alert(sku: str, email: str) -> None:
    """A letter to confirm goes to the address, unless it waits already or had one within the hour. NotForSale."""
    if not email or len(email) > LONGEST_ADDRESS:
        raise Invalid("Please enter an e-mail address.", {"email": "Please enter an e-mail address."})
    product, variant = await variant_for_sale(sku)
    await queues.prepare(product, variant)

    async def work(session: AsyncClientSession) -> None:
        await _ask(session, product, variant, email)

    try:
        await documents.transaction(work)
    except DuplicateKeyError:
        return  # a second click was as quick as the first


async def confirm_alert(token: str) -> Alert:
    """From now on it waits in its queue; what can be had at this moment is called at once. Twice is once."""

    async def work(session: AsyncClientSession) -> StockAlert:
        alert = await _found(token, Purpose.CONFIRM, session)
        if alert.can_be_confirmed:
            alert.become(AlertState.WAITING)
            alert.queued_at = alert.since
            await alert.replace(session=session)
            found = await goods(alert.product_id, alert.variant_id, session)
            await queues.count(session, alert.variant_id, 1, can_be_had=found.in_stock, due_at=clock.now())
        return alert

    return await _told(await documents.transaction(work))


async def end_alert(token: str) -> None:
    """The address is forgotten at once. A link whose alert is long gone has nothing left to end."""

    async def work(session: AsyncClientSession) -> None:
        try:
            alert = await _found(token, Purpose.END, session)
        except Unknown:
            return
        if alert.state is AlertState.WAITING:
            await queues.count(session, alert.variant_id, -1)
        if alert.state is not AlertState.ENDED:
            alert.become(AlertState.ENDED)
            await alert.replace(session=session)

    await documents.transaction(work)


async def alert_to_confirm(token: str) -> Alert:
    return await _told(await _found(token, Purpose.CONFIRM))


async def alert_to_end(token: str) -> Alert:
    return await _told(await _found(token, Purpose.END))


async def _ask(session: AsyncClientSession, product: Product, variant: Variant, email: str) -> None:
    identity = alert_id(variant.id, email)
    known = await StockAlert.get(identity, session=session)
    if known is not None and not known.may_be_asked_for_again:
        return
    alert = StockAlert(id=identity, variant_id=variant.id, product_id=product.id, email=email)
    await (alert.replace(session=session) if known else alert.insert(session=session))
    await documents.record(session, AlertAsked(alert.id, alert.letter_id))


async def _found(token: str, purpose: Purpose, session: AsyncClientSession | None = None) -> StockAlert:
    identity = claimed(token)
    alert = await StockAlert.get(identity, session=session) if identity else None
    if alert is None or not fits(token, purpose, alert):
        raise Unknown(GONE)
    if purpose is Purpose.CONFIRM and alert.run_out:
        raise Unknown(GONE)
    return alert


async def _told(alert: StockAlert) -> Alert:
    found = await goods(alert.product_id, alert.variant_id)
    if found.product is None or found.variant is None:
        return Alert(alert.state, "", "", "")
    return Alert(alert.state, found.title, found.product.slug, found.variant.sku)
