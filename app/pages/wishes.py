"""What is on a wishlist: put there, described, moved, taken off, and taken along into the cart."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.forms import Refused
from app.gateway import wishing
from app.requests import Request
from app.responses import see_other, swap
from app.security.declarations import Of, done_by
from app.security.visitor import Visitor
from domains import catalog
from domains.shared.errors import Invalid

from . import forms, wishlists

ANOTHER = "another"  # instead of a list's id: one that is begun for it


@post("/wishlists/items", name="wishes.add", opt=done_by(of=Of.PARTY), status_code=200)
async def add(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    """Whose session has ended meanwhile wishes as a guest: it comes along when they sign in."""
    fields = await forms.typed(request)
    onto, sku = "" if visitor.left else fields.get("list", ""), fields.get("sku", "")
    wished = await catalog.wish(
        visitor.party(),
        sku,
        list_id=_identity(onto) if onto and onto != ANOTHER else None,
        another=onto == ANOTHER,
        any_variant=fields.get("open") == "yes",
    )
    visitor.count_wishes(wished.count)
    return swap("wishlist/added", wished=wished) if request.htmx else see_other("wishlists.show", list_id=wished.on.id)


@post(
    "/wishlists/{list_id:uuid}/items/{item_id:uuid}", name="wishes.describe", opt=done_by(of=Of.PARTY), status_code=200
)
async def describe(
    request: Request, visitor: NamedDependency[Visitor], list_id: FromPath[UUID], item_id: FromPath[UUID]
) -> Response[None]:
    fields, own = await forms.typed(request), wishlists.holder(visitor)
    try:
        quantity = forms.quantity(fields)
        await catalog.describe_wish(own, list_id, item_id, note=fields.get("note", ""), quantity=quantity)
    except Invalid as invalid:
        return await wishlists.again(request, visitor, list_id, Refused(str(item_id), invalid, fields))
    return await wishlists.changed(request, visitor, list_id)


@post(
    "/wishlists/{list_id:uuid}/items/{item_id:uuid}/removal",
    name="wishes.take_off",
    opt=done_by(of=Of.PARTY),
    status_code=200,
)
async def take_off(
    request: Request, visitor: NamedDependency[Visitor], list_id: FromPath[UUID], item_id: FromPath[UUID]
) -> Response[None]:
    visitor.count_wishes(await catalog.take_off_wishlist(wishlists.holder(visitor), list_id, item_id))
    return await wishlists.changed(request, visitor, list_id)


@post(
    "/wishlists/{list_id:uuid}/items/{item_id:uuid}/place",
    name="wishes.move",
    opt=done_by(of=Of.PARTY),
    status_code=200,
)
async def move(
    request: Request, visitor: NamedDependency[Visitor], list_id: FromPath[UUID], item_id: FromPath[UUID]
) -> Response[None]:
    onto = _identity((await forms.typed(request)).get("list", ""))
    await catalog.move_wish(wishlists.holder(visitor), list_id, item_id, onto)
    return await wishlists.changed(request, visitor, list_id, done="moved")


@post("/wishlists/{list_id:uuid}/cart", name="wishes.all_to_cart", opt=done_by(of=Of.PARTY), status_code=200)
async def all_to_cart(request: Request, visitor: NamedDependency[Visitor], list_id: FromPath[UUID]) -> Response[None]:
    return await _to_cart(request, visitor, list_id)


@post(
    "/wishlists/{list_id:uuid}/items/{item_id:uuid}/cart",
    name="wishes.to_cart",
    opt=done_by(of=Of.PARTY),
    status_code=200,
)
async def to_cart(
    request: Request, visitor: NamedDependency[Visitor], list_id: FromPath[UUID], item_id: FromPath[UUID]
) -> Response[None]:
    return await _to_cart(request, visitor, list_id, item_id)


async def _to_cart(request: Request, visitor: Visitor, list_id: UUID, item_id: UUID | None = None) -> Response[None]:
    """To the cart; or, where something had to stay out, back to the list that says what and why."""
    taken = await wishing.take_to_cart(wishlists.holder(visitor), list_id, item_id)
    if not (taken.left_out or request.htmx):
        return see_other("cart.show")
    shown = await wishing.look(visitor.party_id, list_id, visitor.buyer)
    return wishlists.shown_page(request, shown, 200 if taken.into_cart else 409, taken=taken)


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        told = "Choose one of your lists."
        raise Invalid(told, {"list": told}) from None


routes = (add, describe, take_off, move, all_to_cart, to_cart)
