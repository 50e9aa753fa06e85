"""Acting for a customer: begun here, ended by the banner above every page."""

from litestar import Response, post
from litestar.di import NamedDependency

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.acting import actor_of
from app.security.declarations import Who, done_by, seen_by
from app.security.proving import proved_lately
from app.security.visitor import Visitor
from domains import users
from domains.shared.errors import Refusal
from domains.users import Permission as P


@get_page("/impersonation", name="admin.impersonation", opt=seen_by(P.USERS_IMPERSONATE))
async def show(request: Request) -> Rendered:
    return _page(forms.asked(request, "email"))


@post(
    "/impersonation",
    name="admin.begin_impersonation",
    opt=done_by(P.USERS_IMPERSONATE, recorded=False),
    guards=[proved_lately],
    status_code=200,
)
async def begin(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    fields = await forms.typed(request)
    email, reason = fields.get("email", ""), fields.get("reason", "")
    try:
        if visitor.session:
            await users.begin_impersonation(visitor.session.id, email, reason, actor=actor_of(request.scope))
    except Refusal as refusal:
        return _page(email, Refused("acting", refusal, fields))
    return see_other("account.show")


@post("/impersonation/ending", name="admin.end_impersonation", opt=done_by(Who.STAFF, recorded=False), status_code=200)
async def end(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    """Also by who may not begin it any more."""
    if visitor.session:
        await users.end_impersonation(visitor.session.id, actor=actor_of(request.scope))
    return see_other("admin.home")


def _page(email: str, refused: Refused = NOTHING_REFUSED) -> Rendered:
    return page("admin/impersonation", *answered(refused), email=email, refused=refused)


routes = [show, begin, end]
