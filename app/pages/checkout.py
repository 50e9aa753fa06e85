"""The checkout: who and where, how it is sent, a last look, and on to Stripe's page."""

from collections.abc import Mapping
from typing import Final

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

from app.gateway import accounts, checkout
from app.gateway.sheet import NotReady, Seen, Step
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other, swap
from app.security.declarations import Of, done_by, seen_by
from app.security.visitor import Visitor
from domains.shared.errors import Invalid, NotFound, Refusal

from . import addresses, contact, forms, members, refusals
from .carts import NOTICES

REVIEW: Final = "review"  # where a link to change something leads back to
KEEP: Final = "save-address"
NO_CART: Final = (
    "This browser has no cart any more: its cookies were cleared, or it was emptied in another window. What you typed"
    " is still here. Put something in the cart in another window, and then go on from this page."
)


@get_page("/checkout", name="checkout.contact", opt=seen_by(of=Of.PARTY))
async def show_contact(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    sheet = (await checkout.look(visitor.party_id, visitor.buyer)).ready_for(Step.CONTACT)
    owner = await accounts.customer(visitor.person)
    form = await contact.from_sheet(sheet, owner, forms.asked(request, "address"), forms.asked(request, "invoice"))
    return page("checkout/contact", sheet=sheet, form=form, then=forms.asked(request, "then"), problem="")


@post("/checkout", name="checkout.save_contact", opt=done_by(of=Of.PARTY), status_code=200)
async def save_contact(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    """Where the cart is not known any more, what was typed is shown again: it can be sent once there is one."""
    values = await forms.typed(request)
    if request.htmx:  # another country was chosen: only its fields are asked for
        part = "billing" if forms.asked(request, "part") else "delivery"
        return swap("checkout/country", part=getattr(await contact.typed(values), part))
    owner = await accounts.customer(visitor.person)
    try:
        await _save(visitor, values, owner)
    except (Invalid, NotFound) as refusal:
        return await _contact_again(visitor, values, refusal, owner)
    return see_other("checkout.review" if values.get("then") == REVIEW else "checkout.delivery")


async def _save(visitor: Visitor, values: Mapping[str, str], owner: accounts.Customer | None) -> None:
    checked = contact.check(values, owner)
    if visitor.party_id is None:
        raise NotFound(NO_CART)
    await checkout.save_contact(visitor.party_id, checked, visitor.buyer)
    if KEEP in values and not visitor.impersonator:  # an address book is its owner's to write
        await accounts.keep_address(owner, checked.address)


async def _contact_again(
    visitor: Visitor, values: Mapping[str, str], refusal: Refusal, owner: accounts.Customer | None
) -> Rendered:
    wrong, problem, status = (refusal.fields, "", 422) if isinstance(refusal, Invalid) else ({}, NO_CART, 409)
    sheet, form = await checkout.look(visitor.party_id, visitor.buyer), await contact.typed(values, wrong, owner)
    return page("checkout/contact", status, sheet=sheet, form=form, then=values.get("then", ""), problem=problem)


@get_page("/checkout/delivery", name="checkout.delivery", opt=seen_by(of=Of.PARTY))
async def show_delivery(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    trying = forms.asked(request, "shipping")
    sheet = (await checkout.look(visitor.party_id, visitor.buyer, trying=trying)).ready_for(Step.DELIVERY)
    if request.htmx:  # what the order costs when it is sent so
        return swap("checkout/tried", sheet=sheet)
    return page("checkout/delivery", sheet=sheet, problem="", unserved=await checkout.unserved(sheet))


@post("/checkout/delivery", name="checkout.choose_delivery", opt=done_by(of=Of.PARTY), status_code=200)
async def choose_delivery(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    sheet = (await checkout.look(visitor.party_id, visitor.buyer)).ready_for(Step.DELIVERY)
    try:
        code = (await forms.typed(request)).get("shipping", "")
        await checkout.choose_delivery(visitor.party(), code, visitor.buyer)
    except Invalid as invalid:
        problem, unserved = invalid.fields.get("shipping", str(invalid)), await checkout.unserved(sheet)
        return page("checkout/delivery", 422, sheet=sheet, problem=problem, unserved=unserved)
    return see_other("checkout.review")


@get_page("/checkout/review", name="checkout.review", opt=seen_by(of=Of.PARTY))
async def review(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    sheet = (await checkout.look(visitor.party_id, visitor.buyer)).ready_for(Step.REVIEW)
    said = str(members.TheirsToPay()) if visitor.impersonator else NOTICES.get(forms.asked(request, "notice"), "")
    return page("checkout/review", sheet=sheet, problem="", said=said)


@post("/checkout/order", name="checkout.create", opt=done_by(of=Of.PARTY), status_code=HTTP_303_SEE_OTHER)
async def create(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    """The form says only what its page showed; what is bought and what it costs is ours to know."""
    typed = await forms.typed(request)
    seen = Seen(typed.get("seen-version"), typed.get("seen-total"))
    try:
        if visitor.impersonator:
            raise members.TheirsToPay
        ways = addresses.back_from_stripe(request)
        url = await checkout.place_order(visitor.party(), visitor.buyer, ways, seen)
    except refusals.OF_THE_CART as refusal:
        return await refusals.in_the_cart(visitor, refusal)
    except refusals.OF_THE_PAYMENT as refusal:
        return await refusals.before_paying(visitor, refusal)
    return Redirect(url, status_code=HTTP_303_SEE_OTHER)


@get_page("/checkout/return", name="checkout.back", opt=seen_by(of=Of.TOKEN))
async def back(request: Request) -> Response[None]:
    token = forms.asked(request, "token")
    order = await checkout.come_back(forms.asked(request, "order"), token)
    return see_other("orders.show", number=order.number, token=token)


@get_page("/checkout/cancelled", name="checkout.given_up", opt=seen_by(of=Of.TOKEN))
async def given_up(request: Request) -> Response[None]:
    """Where Stripe's page leads back to unpaid, declined or not. What was paid all the same is shown as an order."""
    token = forms.asked(request, "token")
    order = await checkout.give_up(forms.asked(request, "order"), token)
    if order.paid_at:
        return see_other("orders.show", number=order.number, token=token)
    return see_other("checkout.review", notice="given-up")


router = Router(
    "/",
    route_handlers=[
        show_contact,
        save_contact,
        show_delivery,
        choose_delivery,
        review,
        create,
        back,
        given_up,
    ],
    exception_handlers={NotReady: refusals.to_the_missing_step},
)
