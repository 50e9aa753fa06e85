"""What the shop knows of somebody: taken away as a file, and taken away for good."""

from typing import Final

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency

from app.forms import NOTHING_REFUSED, Refused
from app.gateway import own_data
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import Rate, Who, done_by, seen_by
from app.security.proving import proved_lately
from app.security.visitor import Visitor
from domains import users
from domains.shared import clock
from domains.shared.errors import Invalid, Refusal

from . import forms, members

FORM: Final = "deletion"
HERE: Final = members.PRIVATE | {"Referrer-Policy": "same-origin"}  # whoever has to prove themselves comes back here
SURE: Final = "Please tick the box: this cannot be taken back."


@get_page("/account/data", name="own_data.show", opt=seen_by(Who.PERSON))
async def show(visitor: NamedDependency[Visitor]) -> Rendered:
    return _page(visitor)


@get_page("/account/data/file", name="own_data.export", opt=seen_by(Who.PERSON, rate=Rate.CODE), guards=[proved_lately])
async def export(visitor: NamedDependency[Visitor]) -> Response[bytes]:
    known = await own_data.gathered(members.session_of(visitor))
    named = f'attachment; filename="my-data-{clock.now():%Y-%m-%d}.json"'
    body = msgspec.json.format(msgspec.json.encode(known), indent=2)
    return Response(body, headers=members.PRIVATE | {"Content-Disposition": named}, media_type="application/json")


@post("/account/deletion", name="own_data.delete", opt=done_by(Who.PERSON), guards=[proved_lately], status_code=200)
async def delete(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    person = members.session_of(visitor).person
    try:
        if not (await forms.typed(request)).get("sure"):
            raise Invalid(SURE, {"sure": SURE})
        await own_data.erase(person)
    except Refusal as refusal:
        return _page(visitor, Refused(FORM, refusal))
    visitor.leave()
    return see_other("account.show", done="deleted")


def _page(visitor: Visitor, refused: Refused = NOTHING_REFUSED) -> Rendered:
    person = members.session_of(visitor).person
    status = refused.refusal.status if refused.refusal else 200
    stays = str(users.StaffStay()) if person.is_staff else ""
    return page("account/data", status, HERE, stays=stays, refused=refused)


router = members.router(show, export, delete)
