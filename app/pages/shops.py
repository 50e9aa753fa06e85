"""Where shoppers may come, and when."""

from app.gateway import editorial
from app.requests import get_page
from app.responses import Rendered, page
from app.security.declarations import seen_by
from domains import inventory
from domains.shared.addresses import country_name


@get_page("/shops", name="shops.show", opt=seen_by())
async def show() -> Rendered:
    found = await editorial.shops()
    countries = {place.country: country_name(place.country) for place in found}
    return page("shops/show", shops=found, days=inventory.DAYS, countries=countries)
