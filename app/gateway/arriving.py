"""By which ways one of a product would come, when and for how much, told on its page before anything is in a cart."""

from domains import orders
from domains.shared.away import AWAY
from domains.shared.errors import Unavailable
from domains.shared.money import Money
from domains.shared.settings import settings


async def ways(price: Money, weight_grams: int) -> list[orders.ShippingOption]:
    """Within the shop's own country, the cheapest first. None while nobody can say: a page is worth more than that."""
    try:
        return await orders.shipping_options(settings().shop_country, price, weight_grams)
    except (Unavailable, *AWAY):
        return []
