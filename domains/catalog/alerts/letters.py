"""What the letters of an alert say, decided when they are written: the last moment to find that there is no need."""

from dataclasses import dataclass
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ..database import documents
from ..models import AlertState, StockAlert
from . import queues
from .calling import BETWEEN_CALLS, SOON
from .goods import Goods, goods
from .tokens import Purpose, token


@dataclass(frozen=True)
class AlertLetter:
    """`confirming` and `ending` are the tokens of its links; `image` is what `Picture.image` says."""

    to: str
    title: str
    slug: str
    sku: str
    image: str | None
    confirming: str
    ending: str


async def letter_to_confirm(alert_id: UUID, letter_id: UUID) -> AlertLetter | None:
    """None when it is confirmed or ended by now, or another letter has been asked for."""
    alert = await StockAlert.get(alert_id)
    if alert is None or alert.letter_id != letter_id or not alert.can_be_confirmed:
        return None
    return _letter(alert, await goods(alert.product_id, alert.variant_id))


async def letter_of_return(alert_id: UUID, letter_id: UUID, *, there: bool) -> AlertLetter | None:
    """It counts as told from here on, and asked for again it is the same letter. None when there is no need of one:
    who has ended it, and what is not `there` any more, which puts them back in their old place."""

    async def work(session: AsyncClientSession) -> AlertLetter | None:
        alert = await StockAlert.get(alert_id, session=session)
        if alert is None or alert.letter_id != letter_id:
            return None
        found = await goods(alert.product_id, alert.variant_id, session)
        if alert.state is AlertState.CALLED:
            await _decide(session, alert, found, there=there)
        return _letter(alert, found) if alert.state is AlertState.TOLD else None

    return await documents.transaction(work)


async def _decide(session: AsyncClientSession, alert: StockAlert, found: Goods, *, there: bool) -> None:
    if found.lost:
        alert.become(AlertState.ENDED)
    elif found.there and there:
        alert.become(AlertState.TOLD)
    else:
        alert.become(AlertState.WAITING)
        again = clock.now() + (SOON if found.shown else BETWEEN_CALLS)
        await queues.count(session, alert.variant_id, 1, can_be_had=found.in_stock, due_at=again)
    await alert.replace(session=session)


def _letter(alert: StockAlert, found: Goods) -> AlertLetter | None:
    if found.product is None or found.variant is None:
        return None
    picture = found.product.picture_of(found.variant)
    return AlertLetter(
        to=alert.email,
        title=found.title,
        slug=found.product.slug,
        sku=found.variant.sku,
        image=picture.image if picture else None,
        confirming=token(Purpose.CONFIRM, alert),
        ending=token(Purpose.END, alert),
    )
