"""Orders for staff: find one, see all that happened to it, send it off, give money back, cancel it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.admin.forms import choice, identity, whole_number
from app.gateway import backoffice
from app.requests import Request, get_page
from app.responses import Rendered, SeeOther, page, see_other
from domains import orders, users
from domains.shared.money import Money

Form = Body(media_type=RequestEncodingType.URL_ENCODED)


@dataclass
class RefundForm:
    amount: str
    key: str
    reason: str = ""


@dataclass
class CancelForm:
    reason: str = ""


@get_page("/", name="admin.home")
async def home() -> SeeOther:
    return see_other("admin.orders")


@get_page("/orders", name="admin.orders")
async def index(request: Request) -> Rendered:
    asked = request.query_params
    status = choice(orders.OrderStatus, asked.get("status"))
    found = await orders.recent(status=status, query=asked.get("q", ""), after=asked.get("after"))
    return page("admin/orders/index", found=found, chosen=status, query=asked.get("q", ""))


@get_page("/orders/{number:str}", name="admin.order")
async def show(number: FromPath[str]) -> Rendered:
    return page("admin/orders/show", bench=await backoffice.workbench(number))


@post("/orders/{number:str}/fulfilments", name="admin.fulfil")
async def fulfil(
    number: FromPath[str], data: Annotated[dict[str, str], Form], staff: NamedDependency[users.Person]
) -> SeeOther:
    quantities = {
        identity(name.removeprefix("quantity-"), name): whole_number(value, name)
        for name, value in data.items()
        if name.startswith("quantity-")
    }
    parcel = backoffice.Parcel(quantities, data.get("carrier", ""), data.get("tracking_number", ""))
    await backoffice.fulfil(number, parcel, actor=staff.email)
    return see_other("admin.order", number=number)


@post("/orders/{number:str}/fulfilments/{fulfilment_id:uuid}/delivery", name="admin.deliver")
async def deliver(
    number: FromPath[str], fulfilment_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> SeeOther:
    await backoffice.mark_delivered(number, fulfilment_id, actor=staff.email)
    return see_other("admin.order", number=number)


@post("/orders/{number:str}/refunds", name="admin.refund")
async def refund(
    number: FromPath[str], data: Annotated[RefundForm, Form], staff: NamedDependency[users.Person]
) -> SeeOther:
    order = await orders.find(number)
    amount = Money.parse(data.amount, order.currency)
    await backoffice.refund(number, amount, reason=data.reason, actor=staff.email, key=identity(data.key, "key"))
    return see_other("admin.order", number=number)


@post("/orders/{number:str}/cancellation", name="admin.cancel")
async def cancel(
    number: FromPath[str], data: Annotated[CancelForm, Form], staff: NamedDependency[users.Person]
) -> SeeOther:
    await backoffice.cancel(number, reason=data.reason, actor=staff.email)
    return see_other("admin.order", number=number)


routes = [home, index, show, fulfil, deliver, refund, cancel]
