"""The cards that somebody has saved: looked at, added on Stripe's page, removed, and which is offered first."""

from typing import Any, Final

from litestar import Request as LitestarRequest
from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

from app.errors import later
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import Who, done_by, seen_by
from app.security.visitor import Visitor
from domains import payments

from . import addresses, forms, members

TOLD: Final = {
    "added": "Your card is saved. It is offered to you the next time you pay.",
    "removed": "It is removed, and Stripe keeps it for you no longer.",
    "default": "From now on that is your default.",
}


@get_page("/account/payment-methods", name="payment_methods.show", opt=seen_by(Who.PERSON))
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    saved = await payments.payment_methods(members.session_of(visitor).person.party_id)
    return _page(saved, told=TOLD.get(forms.asked(request, "done"), ""))


@post("/account/payment-methods", name="payment_methods.add", opt=done_by(Who.PERSON), status_code=303)
async def add(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    """On Stripe's page: no card is ever typed here."""
    person = members.session_of(visitor).person
    url = await payments.saving_page(person.party_id, person.email, addresses.back_from_saving(request))
    return Redirect(url, status_code=HTTP_303_SEE_OTHER)


@get_page(
    "/account/payment-methods/{method_id:str}/removal",
    name="payment_methods.ask_removal",
    opt=seen_by(Who.PERSON),
)
async def ask_removal(visitor: NamedDependency[Visitor], method_id: FromPath[str]) -> Rendered:
    method = await payments.payment_method(members.session_of(visitor).person.party_id, method_id)
    return page("account/payment_method_removal", headers=members.PRIVATE, method=method)


@post(
    "/account/payment-methods/{method_id:str}/removal",
    name="payment_methods.remove",
    opt=done_by(Who.PERSON),
    status_code=303,
)
async def remove(visitor: NamedDependency[Visitor], method_id: FromPath[str]) -> Response[None]:
    await payments.remove_method(members.session_of(visitor).person.party_id, method_id)
    return see_other("payment_methods.show", done="removed")


@post(
    "/account/payment-methods/{method_id:str}/default",
    name="payment_methods.prefer",
    opt=done_by(Who.PERSON),
    status_code=303,
)
async def prefer(visitor: NamedDependency[Visitor], method_id: FromPath[str]) -> Response[None]:
    await payments.prefer_method(members.session_of(visitor).person.party_id, method_id)
    return see_other("payment_methods.show", done="default")


def while_away(_: LitestarRequest[Any, Any, Any], refusal: payments.CardsUnavailable) -> Rendered:
    return _page(None, problem=refusal)


def _page(
    saved: list[payments.PaymentMethod] | None, *, told: str = "", problem: payments.CardsUnavailable | None = None
) -> Rendered:
    status = problem.status if problem else 200
    headers = members.PRIVATE | (later(problem) if problem else {})
    return page("account/payment_methods", status, headers, saved=saved, told=told, problem=problem)


router = Router(
    "/",
    route_handlers=[members.router(show, add, ask_removal, remove, prefer)],
    exception_handlers={payments.CardsUnavailable: while_away},
)
