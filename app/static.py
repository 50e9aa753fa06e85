"""What browsers keep for ever: the shop's own files under hashed names, and pictures named by their content."""

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from app.assets import Assets
from app.requests import Request, get_page
from app.security.declarations import Cache, Rate, seen_by
from app.security.packing import accepted
from domains.shared import media

IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}
STANDING_IN = {"Cache-Control": "public, max-age=60"}
FOR_MAILBOXES = {"Cross-Origin-Resource-Policy": "cross-origin"}  # webmail shows the pictures of an order's mails


def static_files(assets: Assets) -> HTTPRouteHandler:
    @get_page("/static/{name:path}", name="static", opt=seen_by(rate=Rate.NONE, cache=Cache.PUBLIC))
    async def static(request: Request) -> Response[Any]:
        asset = assets.find(request.url.path)
        if asset is None:
            raise NotFoundException
        encoding = accepted(request.scope)
        headers = IMMUTABLE | {"Vary": "Accept-Encoding"}
        if encoding == b"br" and asset.packed is not None:
            return Response(asset.packed, headers=headers | {"Content-Encoding": "br"}, media_type=asset.media_type)
        return Response(asset.body, headers=headers, media_type=asset.media_type)

    return static


@get_page("/media/{name:path}", name="media", opt=seen_by(rate=Rate.NONE, cache=Cache.PUBLIC))
async def pictures(name: FromPath[str]) -> Response[bytes]:
    """Only what the shop itself has made of an upload is ever kept under such a name."""
    name = name.removeprefix("/")
    found = await media.read(name)
    if found is None:
        raise NotFoundException
    kept = IMMUTABLE if found.exact else STANDING_IN
    return Response(found.data, headers=kept | FOR_MAILBOXES, media_type=found.content_type)
