"""The address book of an account: looked at, added to, changed, and what is meant unless its owner says otherwise."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.forms import NOTHING_REFUSED, Refused
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other, swap
from app.security.declarations import Who, done_by, seen_by
from app.security.visitor import Visitor
from domains import orders, users
from domains.shared.errors import Invalid
from domains.shared.settings import settings

from . import forms, members
from .address_parts import AddressPart, delivered_to, offered

FORM: Final = "place"
TOLD: Final = {
    "added": "The address is in your book.",
    "changed": "The address is changed. Orders that are placed already go where they went before.",
    "removed": "The address is removed from your book.",
}


@get_page("/account/addresses", name="address_book.show", opt=seen_by(Who.PERSON))
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    book = await users.address_book(members.session_of(visitor).person_id)
    told = TOLD.get(forms.asked(request, "done"), "")
    return page("account/addresses", headers=members.PRIVATE, book=book, told=told)


@get_page("/account/addresses/new", name="address_book.new", opt=seen_by(Who.PERSON))
async def new(visitor: NamedDependency[Visitor]) -> Rendered:
    return await _sheet({"name": members.session_of(visitor).person.name})


@post("/account/addresses", name="address_book.add", opt=done_by(Who.PERSON), status_code=200)
async def add(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    person_id = members.session_of(visitor).person_id
    fields = await forms.typed(request)
    if request.htmx:  # another country was chosen: only its fields are asked for
        return swap("checkout/country", part=await _part(fields, {}))
    try:
        await users.save_address(person_id, orders.check_address(fields), **_uses(fields))
    except Invalid as invalid:
        return await _sheet(fields, Refused(FORM, invalid, fields))
    return see_other("address_book.show", done="added")


@get_page("/account/addresses/{address_id:uuid}", name="address_book.edit", opt=seen_by(Who.PERSON))
async def edit(visitor: NamedDependency[Visitor], address_id: FromPath[UUID]) -> Rendered:
    saved = await users.find_address(members.session_of(visitor).person_id, address_id)
    return await _sheet(orders.filled_in(saved.address), saved=saved)


@post("/account/addresses/{address_id:uuid}", name="address_book.change", opt=done_by(Who.PERSON), status_code=200)
async def change(request: Request, visitor: NamedDependency[Visitor], address_id: FromPath[UUID]) -> Response[None]:
    person_id = members.session_of(visitor).person_id
    saved = await users.find_address(person_id, address_id)
    fields = await forms.typed(request)
    try:
        await users.change_address(person_id, address_id, orders.check_address(fields), **_uses(fields))
    except Invalid as invalid:
        return await _sheet(fields, Refused(FORM, invalid, fields), saved)
    return see_other("address_book.show", done="changed")


@post(
    "/account/addresses/{address_id:uuid}/removal",
    name="address_book.remove",
    opt=done_by(Who.PERSON),
    status_code=303,
)
async def remove(visitor: NamedDependency[Visitor], address_id: FromPath[UUID]) -> Response[None]:
    await users.remove_address(members.session_of(visitor).person_id, address_id)
    return see_other("address_book.show", done="removed")


def _uses(fields: Mapping[str, str]) -> dict[str, bool]:
    return {name: fields.get(name) == "yes" for name in ("for_delivery", "for_billing")}


async def _part(values: Mapping[str, str], wrong: Mapping[str, str]) -> AddressPart:
    countries = await delivered_to()
    country = offered(values.get("country", ""), countries, settings().shop_country)
    return AddressPart(values, wrong, countries, country, "address_book.add")


async def _sheet(
    values: Mapping[str, str], refused: Refused = NOTHING_REFUSED, saved: users.SavedAddress | None = None
) -> Rendered:
    wrong = refused.refusal.fields if isinstance(refused.refusal, Invalid) else {}
    part = await _part(values, wrong)
    in_order = {name: wrong[name] for name in part.names if name in wrong}
    summary = in_order or ({FORM: str(refused.refusal)} if refused.refusal else {})
    status = 422 if refused.form else 200
    context = {"part": part, "saved": saved, "summary": summary, "refused": refused}
    return page("account/saved_address", status, members.PRIVATE, **context)


router = members.router(show, new, add, edit, change, remove)
