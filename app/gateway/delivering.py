"""What delivery costs and how long it takes, for pages that tell of it before anything is in a cart."""

from domains import inventory, orders
from domains.shared.away import AWAY
from domains.shared.errors import Unavailable
from domains.shared.money import Money
from domains.shared.settings import settings


async def zones() -> tuple[orders.DeliveryZone, ...]:
    """The shop's own country first. None while nobody can say: a page is worth more than its delivery times."""
    try:
        return await orders.delivery_zones()
    except (Unavailable, *AWAY):
        return ()


async def home_zone() -> orders.DeliveryZone | None:
    return next((zone for zone in await zones() if zone.goes_to(settings().shop_country)), None)


async def zone_of(country: str) -> str:
    """Its code; empty for a country that nothing is delivered to by now."""
    return next((zone.code for zone in await orders.delivery_zones() if zone.goes_to(country)), "")


async def destination(address: orders.Address) -> inventory.Destination:
    return inventory.Destination(await zone_of(address.country), address.country, address.region)


async def ways(price: Money, weight_grams: int) -> list[orders.ShippingOption]:
    """By which one thing would come within the shop's own country, the cheapest first."""
    zone = await home_zone()
    return zone.options(price, weight_grams) if zone else []
