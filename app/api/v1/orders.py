"""Orders, newest first and by number."""

from litestar import get
from litestar.params import FromPath, FromQuery

from app.forms import text
from app.security.declarations import Rate, seen_by
from domains import orders
from domains.users import Permission as P

from .schemas import Order, Orders


@get("/orders", name="api.orders", opt=seen_by(P.ORDERS_READ, rate=Rate.API))
async def index(
    q: FromQuery[str] = "", status: FromQuery[orders.OrderStatus | None] = None, after: FromQuery[str] = ""
) -> Orders:
    """`q` is the beginning of a number or of an e-mail address; `after` what the page before named as its next."""
    found = await orders.recent(query=text(q), status=status, after=text(after))
    return Orders([Order.of(each) for each in found.orders], found.next)


@get("/orders/{number:str}", name="api.order", opt=seen_by(P.ORDERS_READ, rate=Rate.API))
async def show(number: FromPath[str]) -> Order:
    """One order, however its number is spelled."""
    return Order.of(await orders.find(text(number)))
