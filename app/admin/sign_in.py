"""Signing in to the back office and out of it."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from app.admin.entrance import inside
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security import cookies
from app.security.visitor import Visitor
from domains import users

TWELVE_HOURS = 12 * 3600


@dataclass
class SignIn:
    email: str = ""
    password: str = ""
    next: str = ""


@get_page("/admin/sign-in", name="admin.sign_in", opt={"rate": "browse"})
async def form(request: Request) -> Rendered:
    return page("admin/sign_in", typed=SignIn(next=inside(request.query_params.get("next")) or ""), refusal=None)


@post("/admin/sign-in", name="admin.start_session", opt={"rate": "sign_in"})
async def sign_in(
    request: Request,
    visitor: NamedDependency[Visitor],
    data: Annotated[SignIn, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[None] | Rendered:
    try:
        person = await users.authenticate(data.email, data.password)
    except users.BadCredentials as refusal:
        return page("admin/sign_in", status=422, typed=data, refusal=refusal)
    token = await users.start_session(person.id, request.headers.get("user-agent", ""), visitor.ip)
    answer = Redirect(inside(data.next) or "/admin", status_code=303)
    answer.set_cookie(cookies.make(cookies.SESSION, token, TWELVE_HOURS))
    return answer


@post("/admin/sign-out", name="admin.sign_out")
async def sign_out(request: Request) -> Response[None]:
    token = request.cookies.get(cookies.name(cookies.SESSION))
    if token:
        await users.end_session(token)
    answer = see_other("admin.sign_in")
    answer.set_cookie(cookies.forget(cookies.SESSION))
    return answer


routes = [form, sign_in, sign_out]
