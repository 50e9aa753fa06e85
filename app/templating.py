"""Templates: one Jinja environment, the few words every template may use, and what surrounds a page."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Litestar
from litestar import Request as LitestarRequest
from litestar.datastructures import State
from markupsafe import Markup

from app import menu
from app.assets import Assets
from app.compiled import Compiled
from app.security.guards import allowed
from app.security.visitor import Visitor, visitor_of
from domains.shared import media, texts
from domains.shared.away import AWAY
from domains.shared.errors import Refusal
from domains.shared.settings import settings

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
ICONS = ROOT / "static" / "icons"
log = logging.getLogger("barrow.edge")


class Chrome(Protocol):
    """What stands around every page: departments, how many things are in the cart, what the footer leads to."""

    @property
    def departments(self) -> Any: ...

    @property
    def cart_count(self) -> int: ...

    @property
    def articles(self) -> Any: ...

    @property
    def shops(self) -> Any: ...

    def tint(self, path: str) -> str: ...


class Desk(Protocol):
    """What the bar of the back office says beside its links."""

    @property
    def reviews_waiting(self) -> int: ...

    @property
    def running_low(self) -> int: ...


Around = Literal["chrome", "desk"]
Loader = Callable[[Visitor], Awaitable[Chrome | Desk]]


@dataclass(frozen=True)
class BareChrome:
    """What a page wears while the stores behind its surroundings are away."""

    departments: tuple[()] = ()
    cart_count: int = 0
    articles: tuple[()] = ()
    shops: tuple[()] = ()

    def tint(self, path: str) -> str:
        return ""


@dataclass(frozen=True)
class BareDesk:
    reviews_waiting: int = 0
    running_low: int = 0


BARE: dict[Around, Chrome | Desk] = {"chrome": BareChrome(), "desk": BareDesk()}


@dataclass(frozen=True)
class Shop:
    name: str
    slogan: str
    currency: str
    country: str
    email: str
    base_url: str
    prices_include_tax: bool
    sandboxed: bool
    offline_page: bool
    return_days: int
    free_returns: bool


def environment(app_of: Callable[[], Litestar], assets: Assets) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=not settings().production,
        bytecode_cache=Compiled(settings().barrow_home / "templates"),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # added by the i18n extension
    made.globals |= {
        "asset": assets.url,
        "clock_time": texts.clock_time,
        "date": texts.day,
        "icon": icons(),
        "measures": texts.measures,
        "minor_units": texts.minor_units,
        "office_menu": menu.OFFICE,
        "office_below": menu.BELOW,
        "stock_menu": menu.STOCK,
        "orders_menu": menu.ORDERS,
        "money": texts.money,
        "picture_srcset": media.picture_srcset,
        "picture_url": media.picture_url,
        "shop": _shop(),
        "time": texts.moment,
        "weekday": texts.weekday,
        "url": lambda route_name, **params: url_for(app_of(), route_name, **params),
    }
    made.globals |= components(made)
    return made


def components(made: Environment) -> dict[str, Any]:
    """Every macro of templates/components by its name, so that no template has to import it."""
    found: dict[str, Any] = {}
    for path in sorted((TEMPLATES / "components").glob("*.html")):
        found[path.stem] = getattr(made.get_template(f"components/{path.name}").module, path.stem)
    return found


def icons() -> Callable[[str], Markup]:
    """`icon("cart")` puts the drawing into the page; it says nothing to a screen reader, words beside it do."""
    drawings = {path.stem: Markup(path.read_text().strip()) for path in ICONS.glob("*.svg")}  # noqa: S704 - our own files
    return lambda name: drawings[name]


async def render(
    request: LitestarRequest[Any, Any, State], template: str, context: dict[str, Any], *, around: Around | None
) -> str:
    visitor = await visitor_of(request)
    bound: dict[str, Any] = {"request": request, "visitor": visitor, "allowed": partial(allowed, request)}
    if around:
        bound[around] = await _around(request.app, around, visitor)
    return render_for_all(request.app, template, bound | context)


def render_for_all(app: Litestar, template: str, context: dict[str, Any]) -> str:
    """Knows no visitor: a template that asks for one fails, rather than show somebody's page to everybody."""
    environment: Environment = app.state.templates
    return environment.get_template(template).render(context)


async def _around(app: Litestar, around: Around, visitor: Visitor) -> Chrome | Desk:
    """A page is worth more than its surroundings: without the stores it is shown with a bare header."""
    load: Loader = app.state.around[around]
    try:
        async with asyncio.timeout(2):
            return await load(visitor)
    except (Refusal, TimeoutError, *AWAY) as error:
        log.warning("%s.unavailable reason=%s", around, type(error).__name__)
        return BARE[around]


def url_for(app: Litestar, route_name: str, **params: Any) -> str:
    """`url("search.show", q="mug", page=2)`: what is not part of the path becomes the query, None is left out."""
    handler = app.get_handler_index_by_name(route_name)
    names = {part for path in handler["paths"] for part in _parameters(path)} if handler else set()
    path = app.route_reverse(route_name, **{key: value for key, value in params.items() if key in names})
    query = {key: value for key, value in params.items() if key not in names and value is not None}
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _parameters(path: str) -> list[str]:
    return [part[1:-1].partition(":")[0] for part in path.split("/") if part.startswith("{")]


def _shop() -> Shop:
    read = settings()
    return Shop(
        name=read.shop_name,
        slogan=read.shop_slogan,
        currency=read.shop_currency,
        country=read.shop_country,
        email=read.shop_email,
        base_url=read.base_url.rstrip("/"),
        prices_include_tax=read.prices_include_tax,
        sandboxed=read.sandboxed,
        offline_page=read.offline_page,
        return_days=read.return_days,
        free_returns=read.free_returns,
    )


__all__ = [
    "Around",
    "BareChrome",
    "Chrome",
    "Desk",
    "Loader",
    "Shop",
    "environment",
    "render",
    "render_for_all",
    "url_for",
]
