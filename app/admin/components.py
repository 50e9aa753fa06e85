"""Every component in every state on one page: what those who build pages take from, and what the screenshots are of."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from app.gateway import browsing
from app.gateway.browsing import ShownCard
from app.gateway.buying import GUEST
from app.requests import Request, get_page
from app.responses import Rendered, page
from app.security.declarations import Who, seen_by
from domains.catalog import Card, ShelfSize
from domains.shared.errors import Unavailable
from domains.shared.money import Money

SHEETS: Final = {"shop": "css/shop.css", "office": "css/admin.css"}
WHEN: Final = datetime(2026, 11, 22, 9, 40, tzinfo=UTC)


@get_page("/components", name="admin.components", opt=seen_by(Who.STAFF))
async def show(request: Request) -> Rendered:
    """In the shop's sheet, or with ?sheet=office in that of the back office."""
    asked = request.query_params.get("sheet", "")
    sheet = asked if asked in SHEETS else "shop"
    return page("admin/components", sheet=sheet, goods=await _goods(), **samples())


async def _goods() -> tuple[ShownCard, ...]:
    """Some of the shop's own; none while the index is being built: the components are there all the same."""
    try:
        return await browsing.popular(5, GUEST)
    except Unavailable:
        return ()


def samples() -> dict[str, Any]:
    """What the page shows whatever the shop sells, so that it looks alike everywhere."""
    return {
        "sheets": SHEETS,
        "shelf": [
            _card("Stoneware mug, wide", 12, price=1290, varies=True, size=ShelfSize((120, 90, 95), varies=True)),
            _card("Linen tea towel", 3, price=1600, rating=4.5, ratings=8, size=ShelfSize((700, 500, 0), varies=False)),
            _card("Oak chopping board with a handle, a juice groove and feet", 0, price=1910, was=2490),
            _card("Glass carafe", 5, price=2220, vendor=""),
        ],
        "euro": lambda amount: Money(amount, "EUR"),
        "at": WHEN,
    }


def _card(title: str, left: int, *, price: int, was: int | None = None, **more: Any) -> ShownCard:
    """Prices in cents."""
    told: dict[str, Any] = {
        "vendor": "Töpferei Lohe",
        "varies": False,
        "rating": None,
        "ratings": 0,
        "size": None,
        **more,
    }
    card = Card(
        product_id=UUID(int=1),
        slug="a-thing",
        title=title,
        category="kitchen",
        image=None,
        alt=title,
        price_from=Money(price, "EUR"),
        compare_at=Money(was, "EUR") if was else None,
        lowest=Money(price - 120, "EUR") if was else None,
        skus=(f"BRW-{price}",),
        status="active",
        **told,
    )
    return ShownCard(card, left)


routes = [show]
