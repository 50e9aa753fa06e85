"""The page for when there is no connection, and the small worker that keeps it in a browser, or takes it back."""

import json
from typing import Final

from litestar import Response

from app.assets import STATIC
from app.requests import Request, get_page
from app.responses import Rendered
from app.security.declarations import Cache, Rate, seen_by
from domains.shared.settings import settings

LOOKS: Final = ("css/shop.css", "fonts/instrument-sans.woff2")
WORKER: Final = (STATIC / "worker" / "offline.js").read_text()
LEAVING: Final = (STATIC / "worker" / "leaving.js").read_text()


@get_page("/offline", name="offline.show", opt=seen_by(cache=Cache.PUBLIC))
async def show() -> Rendered:
    """The same for everybody: nothing in it is anybody's."""
    return Rendered("errors/offline.html", 200, {}, {"Cache-Control": "public, max-age=300"}, around=None)


@get_page("/sw.js", name="offline.worker", opt=seen_by(rate=Rate.NONE))
async def worker(request: Request) -> Response[str]:
    """Another as soon as the page looks different, so that browsers replace theirs."""
    code = _code(request) if settings().offline_page else LEAVING
    return Response(code, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


def _code(request: Request) -> str:
    asset = request.app.state.templates.globals["asset"]
    looks = [asset(name) for name in LOOKS]
    name = "offline " + " ".join(url.rpartition(".")[0].rpartition(".")[2] for url in looks)
    listed = json.dumps(["/offline", *looks])
    return WORKER.replace("SHELL = []", f"SHELL = {listed}").replace('NAME = "offline"', f"NAME = {json.dumps(name)}")
