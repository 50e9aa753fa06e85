"""What crawlers are asked to leave alone, and where they find the rest."""

from typing import Final

from litestar import Response

from app.requests import Request, get_page
from app.security.declarations import Cache, seen_by

from . import terms

NOT_FOR_CRAWLERS: Final = (
    "/admin",
    "/cart",
    "/checkout",
    "/orders/",
    "/search",
    "/wishlists",
    "/alerts/",
    "/account",
    "/login",
    "/register",
)


@get_page("/robots.txt", name="robots.show", opt=seen_by(cache=Cache.PUBLIC))
async def show(request: Request) -> Response[str]:
    refused = [f"Disallow: {path}" for path in NOT_FOR_CRAWLERS]
    lines = ["User-agent: *", *refused, "", f"Sitemap: {terms.whole(request, 'sitemap.index')}", ""]
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response("\n".join(lines), media_type="text/plain", headers=headers)
