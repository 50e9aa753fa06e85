"""Wishlists: a visitor's own, one of them with what is on it, and one that somebody else has shared."""

from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.forms import NOTHING_REFUSED, Refused
from app.gateway import wishing
from app.gateway.wishing import ShownWishlist, Taken
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other, swap
from app.security.declarations import Of, done_by, seen_by
from app.security.visitor import Visitor
from domains import catalog
from domains.shared.errors import Invalid, NotFound

from . import forms
from .members import SignInFirst
from .orders import PRIVATE

DONE: Final = {
    "begun": "Your list is ready. Add to it from the page of anything you like.",
    "moved": "It is on the other list now.",
    "renamed": "The list has its new name.",
    "shared": "Anybody with the link below can look at this list.",
    "unshared": "The link no longer works.",
    "restored": "The list is back, with all that was on it.",
}


@get_page("/wishlists", name="wishlists.index", opt=seen_by(of=Of.PARTY))
async def index(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    return await _index(visitor, said=DONE.get(forms.asked(request, "done"), ""))


@post("/wishlists", name="wishlists.begin", opt=done_by(of=Of.PARTY), status_code=200)
async def begin(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        made = await catalog.begin_wishlist(visitor.party(), fields.get("name", ""))
    except Invalid as invalid:
        return await _index(visitor, 422, Refused("begin", invalid, fields))
    visitor.count_wishes(visitor.wishes or 0)
    return see_other("wishlists.show", list_id=made.id, done="begun")


@get_page("/wishlists/{list_id:uuid}", name="wishlists.show", opt=seen_by(of=Of.PARTY))
async def show(request: Request, visitor: NamedDependency[Visitor], list_id: FromPath[UUID]) -> Rendered:
    if visitor.left:
        raise SignInFirst
    shown = await wishing.look(visitor.party_id, list_id, visitor.buyer)
    return shown_page(request, shown, said=DONE.get(forms.asked(request, "done"), ""))


@post("/wishlists/{list_id:uuid}/name", name="wishlists.rename", opt=done_by(of=Of.PARTY), status_code=200)
async def rename(request: Request, visitor: NamedDependency[Visitor], list_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await catalog.rename_wishlist(holder(visitor), list_id, fields.get("name", ""))
    except Invalid as invalid:
        return await again(request, visitor, list_id, Refused("rename", invalid, fields))
    return see_other("wishlists.show", list_id=list_id, done="renamed")


@post("/wishlists/{list_id:uuid}/removal", name="wishlists.delete", opt=done_by(of=Of.PARTY), status_code=200)
async def delete(visitor: NamedDependency[Visitor], list_id: FromPath[UUID]) -> Response[None]:
    visitor.count_wishes(await catalog.delete_wishlist(holder(visitor), list_id))
    return see_other("wishlists.index")


@post("/wishlists/{list_id:uuid}/restoration", name="wishlists.restore", opt=done_by(of=Of.PARTY), status_code=200)
async def restore(visitor: NamedDependency[Visitor], list_id: FromPath[UUID]) -> Response[None]:
    try:
        visitor.count_wishes(await catalog.restore_wishlist(holder(visitor), list_id))
    except Invalid as invalid:
        return await _index(visitor, 422, Refused("begin", invalid))
    return see_other("wishlists.show", list_id=list_id, done="restored")


@post("/wishlists/{list_id:uuid}/link", name="wishlists.share", opt=done_by(of=Of.PARTY), status_code=200)
async def share(request: Request, visitor: NamedDependency[Visitor], list_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    notes = fields.get("notes") == "yes"
    try:
        await catalog.share_wishlist(holder(visitor), list_id, by=fields.get("by", ""), notes=notes)
    except Invalid as invalid:
        return await again(request, visitor, list_id, Refused("share", invalid, fields))
    return await changed(request, visitor, list_id, done="shared")


@post("/wishlists/{list_id:uuid}/link/removal", name="wishlists.unshare", opt=done_by(of=Of.PARTY), status_code=200)
async def unshare(request: Request, visitor: NamedDependency[Visitor], list_id: FromPath[UUID]) -> Response[None]:
    await catalog.unshare_wishlist(holder(visitor), list_id)
    return await changed(request, visitor, list_id, done="unshared")


@get_page("/wishlists/shared/{token:str}", name="wishlists.shared", opt=seen_by(of=Of.TOKEN))
async def shared(visitor: NamedDependency[Visitor], token: FromPath[str]) -> Rendered:
    shown = await wishing.shared(forms.text(token), visitor.buyer)
    return page("wishlist/shared", headers=PRIVATE, shown=shown)


def holder(visitor: Visitor) -> UUID:
    """Whose lists they are. Who has done nothing here yet has none; who was signed in a moment ago has some there."""
    if visitor.left:
        raise SignInFirst
    if visitor.party_id is None:
        raise NotFound("There is no such list.")
    return visitor.party_id


def shown_page(
    request: Request,
    shown: ShownWishlist,
    status: int = 200,
    *,
    said: str = "",
    refused: Refused = NOTHING_REFUSED,
    taken: Taken | None = None,
) -> Rendered:
    """The list as a page, or for htmx what stands on it."""
    if request.htmx:
        count = taken.cart_count if taken else None
        return swap("wishlist/changed", status, shown=shown, said=said, refused=refused, taken=taken, cart_count=count)
    return page("wishlist/show", status, shown=shown, said=said, refused=refused, taken=taken)


async def changed(request: Request, visitor: Visitor, list_id: UUID, *, done: str = "") -> Response[None]:
    if not request.htmx:
        return see_other("wishlists.show", list_id=list_id, done=done or None)
    return shown_page(request, await wishing.look(visitor.party_id, list_id, visitor.buyer), said=DONE.get(done, ""))


async def again(request: Request, visitor: Visitor, list_id: UUID, refused: Refused) -> Rendered:
    """The list as it is, and in the refused form what was typed with the reason."""
    return shown_page(request, await wishing.look(visitor.party_id, list_id, visitor.buyer), 422, refused=refused)


async def _index(visitor: Visitor, status: int = 200, refused: Refused = NOTHING_REFUSED, said: str = "") -> Rendered:
    lists = await catalog.wishlists(visitor.party_id)
    count = sum(len(each.items) for each in lists)
    if lists and count != visitor.wishes:
        visitor.count_wishes(count)  # the hint was lost, or another window knew more
    deleted = await catalog.deleted_wishlists(visitor.party_id)
    return page("wishlist/index", status, lists=lists, deleted=deleted, refused=refused, said=said)


routes = (index, begin, show, rename, delete, restore, share, unshare, shared)
