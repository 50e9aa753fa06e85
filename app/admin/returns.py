"""Returns for staff: answered, counted as they come, paid back or closed."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.gateway import returning
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.guards import require_at
from app.security.proving import proved_lately
from domains import orders, users
from domains.orders import Come, ReturnStatus
from domains.shared.errors import Refusal
from domains.users import Permission as P

DONE: Final = {
    "agreed": "The customer is told that it can be sent back.",
    "refused": "The customer is told why it cannot be sent back.",
    "inspected": "What came is written down and counted in. Now pay it back.",
    "refunded": "The refund is made.",
    "refund-pending": "The refund is written down; Stripe does not answer yet and will be asked again.",
    "ended": "The return is ended.",
}
PATH: Final = "/orders/{number:str}/returns/{return_id:uuid}"


@get_page("/returns", name="admin.returns", opt=seen_by(P.ORDERS_READ))
async def index(request: Request) -> Rendered:
    status = forms.choice(ReturnStatus, forms.asked(request, "status"))
    found = await orders.returns(status, forms.place(request, "after"))
    return page("admin/returns/index", found=found, wanted=status)


@get_page(PATH, name="admin.return", opt=seen_by(P.ORDERS_READ))
async def show(request: Request, number: FromPath[str], return_id: FromPath[UUID]) -> Rendered:
    return await _page(number, return_id, done=forms.done(request, DONE))


@post(PATH + "/answer", name="admin.answer_return", opt=done_by(P.ORDERS_MESSAGE), status_code=200)
async def answer(
    request: Request, number: FromPath[str], return_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await forms.typed(request)
    agreed, order = fields.get("agreed") == "yes", await orders.find(number)
    try:
        await orders.answer_return(
            order.customer_id,
            order.id,
            return_id,
            forms.revision(fields),
            agreed=agreed,
            answer=fields.get("answer", ""),
            actor=staff.email,
        )
    except Refusal as refusal:
        return await _page(number, return_id, Refused("return", refusal, fields))
    return _back(number, return_id, "agreed" if agreed else "refused")


@post(PATH + "/inspection", name="admin.inspect_return", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def inspect(
    request: Request, number: FromPath[str], return_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await forms.typed(request)
    try:
        location = fields.get("location", "")
        require_at(staff, P.STOCK_ADJUST, location)
        come = _come(fields)
        revision = forms.revision(fields)
        await returning.inspect(number, return_id, revision, come, location=location, actor=staff.email)
    except Refusal as refusal:
        return await _page(number, return_id, Refused("return", refusal, fields))
    return _back(number, return_id, "inspected")


@post(
    PATH + "/refund",
    name="admin.refund_return",
    opt=done_by(P.ORDERS_REFUND),
    guards=[proved_lately],
    status_code=200,
)
async def refund(
    request: Request, number: FromPath[str], return_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await forms.typed(request)
    try:
        currency = (await orders.find(number)).currency
        shipping, fee = (
            forms.amount(fields[name], currency, name).amount if fields.get(name) else 0 for name in ("shipping", "fee")
        )
        revision = forms.revision(fields)
        made = await returning.pay_back(number, return_id, revision, shipping=shipping, fee=fee, actor=staff.email)
    except Refusal as refusal:
        return await _page(number, return_id, Refused("return", refusal, fields))
    return _back(number, return_id, "refunded" if made.status == "succeeded" else "refund-pending")


@post(PATH + "/end", name="admin.end_return", opt=done_by(P.ORDERS_MESSAGE), status_code=200)
async def end(
    request: Request, number: FromPath[str], return_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    """Nothing comes, or nothing is paid back for what came."""
    fields, order = await forms.typed(request), await orders.find(number)
    try:
        of = await returning.sheet(number, return_id)
        status = ReturnStatus.CLOSED if ReturnStatus.CLOSED in of.found.possible else ReturnStatus.CANCELLED
        revision = forms.revision(fields)
        await orders.end_return(order.customer_id, order.id, return_id, revision, status, actor=staff.email)
    except Refusal as refusal:
        return await _page(number, return_id, Refused("return", refusal, fields))
    return _back(number, return_id, "ended")


def _come(fields: Mapping[str, str]) -> dict[UUID, Come]:
    counts: dict[UUID, dict[str, int]] = {}
    for name, value in fields.items():
        kind, _, line_id = name.partition("-")
        if kind in ("good", "damaged") and line_id:
            counts.setdefault(forms.identity(line_id), {})[kind] = forms.whole_number(value or "0", name)
    return {line_id: Come(**each) for line_id, each in counts.items()}


def _back(number: str, return_id: UUID, done: str) -> Response[None]:
    return see_other("admin.return", number=number, return_id=str(return_id), done=done)


async def _page(number: str, return_id: UUID, refused: Refused = NOTHING_REFUSED, done: str = "") -> Rendered:
    of = await returning.sheet(number, return_id)
    return page("admin/returns/show", *answered(refused), of=of, refused=refused, done=done)


routes = [index, show, answer, inspect, refund, end]
