"""Editorial pages with the figures they name, from whoever keeps those."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.gateway import delivering
from domains import catalog, inventory, orders
from domains.shared.away import AWAY
from domains.shared.errors import Unavailable
from domains.shared.settings import settings


@dataclass(frozen=True)
class ShownArticle:
    """`zones` only where the text asks for what delivery costs."""

    title: str
    summary: str
    pieces: tuple[catalog.Piece, ...]
    zones: tuple[orders.DeliveryZone, ...]


async def read(article: catalog.Article | catalog.ArticleDetails | catalog.ArticleVersion) -> ShownArticle:
    """As shoppers read it, kept or not yet."""
    words = _words()
    pieces = catalog.pieces(article.text, words)
    asks = any(piece.figure is catalog.Figure.DELIVERY for piece in pieces)
    return ShownArticle(
        title=article.title,
        summary=_filled(article.summary, words),
        pieces=pieces,
        zones=await delivering.zones() if asks else (),
    )


async def links() -> Sequence[catalog.Article]:
    """What a footer leads to; empty while nobody can say."""
    try:
        return await catalog.shown_articles()
    except (Unavailable, *AWAY):
        return ()


async def shops() -> Sequence[inventory.Location]:
    """Where shoppers may come; none while nobody can say."""
    try:
        return await inventory.shops()
    except (Unavailable, *AWAY):
        return ()


def _words() -> dict[str, str]:
    read = settings()
    cost = "costs you nothing: the label is on us" if read.free_returns else "is at your own cost"
    return {
        "shop": read.shop_name,
        "email": read.shop_email,
        "return days": str(read.return_days),
        "return cost": cost,
    }


def _filled(text: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text
