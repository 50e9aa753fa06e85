"""What somebody tells the shop of themselves, and what they let it write about."""

from typing import Final

from litestar import Response, post
from litestar.di import NamedDependency

from app.forms import NOTHING_REFUSED, Refused
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import Who, done_by, seen_by
from app.security.visitor import Visitor
from domains import users
from domains.shared import phones, texts
from domains.shared.errors import Invalid
from domains.shared.settings import settings

from . import forms, members

FORM: Final = "profile"
CONSENT: Final = "consent"
TOLD: Final = {
    "saved": "What you told us is saved.",
    "given": "Thank you. We write to you when there is something new.",
    "withdrawn": "We no longer write to you about new things and offers. E-mails about your orders still come.",
}


@get_page("/account/profile", name="profile.show", opt=seen_by(Who.PERSON))
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    return await _page(visitor, told=TOLD.get(forms.asked(request, "done"), ""))


@post("/account/profile", name="profile.save", opt=done_by(Who.PERSON), status_code=200)
async def save(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    """A number without its country's code is one of the country that they live in."""
    person_id = members.session_of(visitor).person_id
    fields = await forms.typed(request)
    home = (await users.address_book(person_id)).delivery
    country = home.address.country if home else settings().shop_country
    name, phone, language = (fields.get(each, "") for each in ("name", "phone", "language"))
    try:
        await users.save_profile(person_id, name, phone, language, country)
    except Invalid as invalid:
        return await _page(visitor, Refused(FORM, invalid, fields))
    return see_other("profile.show", done="saved")


@post("/account/consent", name="profile.consent", opt=done_by(Who.PERSON), status_code=200)
async def consent(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    fields = await forms.typed(request)
    given = fields.get("marketing") == "yes"
    try:
        await users.consent(members.session_of(visitor).person_id, given, fields.get("wording", ""))
    except users.OtherWords as other:
        return await _page(visitor, Refused(CONSENT, other, fields))
    return see_other("profile.show", done="given" if given else "withdrawn")


async def _page(visitor: Visitor, refused: Refused = NOTHING_REFUSED, told: str = "") -> Rendered:
    person = members.session_of(visitor).person
    context = {
        "person": person,
        "phone": phones.shown(person.phone),
        "languages": texts.LANGUAGES,
        "wording": users.wording(),
        "consents": await users.consents(person.id),
        "refused": refused,
        "told": told,
    }
    return page("account/profile", 422 if refused.form else 200, members.PRIVATE, **context)


router = members.router(show, save, consent)
