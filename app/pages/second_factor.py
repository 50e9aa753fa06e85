"""Second factors: setting up an authenticator app and taking it away again, and the recovery codes of all kinds."""

from typing import Final

import segno
from litestar import Response, post
from litestar.di import NamedDependency

from app.errors import later
from app.forms import NOTHING_REFUSED, Refused
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.acting import origin_of
from app.security.declarations import Rate, Who, done_by, seen_by
from app.security.proving import proved_lately
from app.security.visitor import Visitor
from domains import users
from domains.shared.errors import Invalid

from . import forms, members

FORM: Final = "second-factor"
TOLD: Final = {
    "app_added": "Your authenticator app is set up.",
    "removed": "Your authenticator app is asked for no longer.",
    "passkey_added": "Your passkey is added.",
    "passkey_renamed": "Your passkey has a new name.",
    "passkey_removed": "The passkey is removed, and you are signed out everywhere else.",
    "needed": "Whoever works here signs in with a second factor. Please set it up first.",
}


@get_page("/account/second-factor", name="second_factor.show", opt=seen_by(Who.PERSON))
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    return await answer(members.session_of(visitor), told=TOLD.get(forms.asked(request, "done"), ""))


@post(
    "/account/second-factor/beginning",
    name="second_factor.begin",
    opt=done_by(Who.PERSON),
    guards=[proved_lately],
    status_code=303,
)
async def begin(visitor: NamedDependency[Visitor]) -> Response[None]:
    await users.begin_second_factor(members.session_of(visitor).person)
    return see_other("second_factor.show")


@post(
    "/account/second-factor",
    name="second_factor.confirm",
    opt=done_by(Who.PERSON, rate=Rate.SIGN_IN),
    guards=[proved_lately],
    status_code=200,
)
async def confirm(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    session = members.session_of(visitor)
    try:
        code = "".join((await forms.typed(request)).get("code", "").split())
        origin = origin_of(request.scope)
        codes = await users.confirm_second_factor(session.person, session.id, code, origin=origin)
    except (users.TooSoon, Invalid) as refusal:
        return await answer(session, refused=Refused(FORM, refusal))
    return gained(codes, "app_added")


@post(
    "/account/second-factor/recovery-codes",
    name="second_factor.renew",
    opt=done_by(Who.PERSON),
    guards=[proved_lately],
    status_code=200,
)
async def renew(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    person = members.session_of(visitor).person
    codes = await users.renew_recovery_codes(person, origin=origin_of(request.scope))
    return page("account/recovery_codes", headers=members.PRIVATE, codes=codes)


@post(
    "/account/second-factor/removal",
    name="second_factor.remove",
    opt=done_by(Who.PERSON),
    guards=[proved_lately],
    status_code=303,
)
async def remove(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    await users.remove_second_factor(members.session_of(visitor).person, origin=origin_of(request.scope))
    return see_other("second_factor.show", done="removed")


async def answer(session: users.Session, *, told: str = "", refused: Refused = NOTHING_REFUSED) -> Rendered:
    """The secret is shown to who has proved themselves a moment ago, and until it is confirmed."""
    pending = await users.pending_second_factor(session.person) if session.fresh else None
    context = {
        "person": session.person,
        "fresh": session.fresh,
        "pending": pending,
        "drawing": _drawn(pending.uri) if pending else "",
        "factors": await users.second_factors(session.person_id),
        "has_passkeys": users.relying_party() is not None,
        "told": told,
        "refused": refused,
    }
    wait = later(refused.refusal) if refused.refusal else {}
    status = 429 if wait else 422 if refused.refusal else 200
    return page("account/second_factor", status, members.PRIVATE | wait, **context)


def gained(codes: tuple[str, ...], done: str) -> Response[None]:
    """With the first second factor come the recovery codes, shown this once."""
    if codes:
        return page("account/recovery_codes", headers=members.PRIVATE, codes=codes)
    return see_other("second_factor.show", done=done)


def _drawn(uri: str) -> str:
    """For the camera of a telephone: dark on light, whatever the page's colours are."""
    return segno.make(uri, micro=False).svg_data_uri(scale=5, border=4, light="#fff")


router = members.router(show, begin, confirm, renew, remove)
