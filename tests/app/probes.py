"""Routes that exist only in these tests: each answers in one way the edge has to deal with."""

from collections.abc import AsyncIterator

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath, JSONBody
from litestar.response import Stream

from app.admin.components import samples
from app.requests import Request, get_page
from app.responses import Rendered, SeeOther, page, see_other, swap
from app.security.declarations import Rate, done_by, seen_by
from app.security.visitor import Visitor
from domains.shared.errors import Forbidden, Invalid, NotFound, Refusal, Unavailable

TEMPLATES = {
    "pages/probe.html": '{% extends "layouts/base.html" %}{% block title %}Probe{% endblock %}'
    "{% block main %}<h1>{{ said }}</h1>{% endblock %}",
    "pages/broken.html": "{{ not_there }}",
    "swaps/probe.html": '<p id="probe">{{ said }}</p>',
}
REFUSALS: dict[str, Exception] = {
    "conflict": Refusal("Only 2 of these are left."),
    "gone": NotFound("There is no such order."),
    "forbidden": Forbidden("This is not yours."),
    "invalid": Invalid("Please check the postcode.", {"postal_code": "Enter a postcode, such as 20095"}),
    "away": Unavailable("The shop is very busy. Please try again in a moment.", retry_after=7),
    "haste": TooManyRequestsException(headers={"Retry-After": "7"}),
    "crash": RuntimeError("password=hunter2"),
}


class Form(msgspec.Struct):
    quantity: int


@get_page("/probe", name="probe", opt=seen_by())
async def show(request: Request) -> Rendered:
    return swap("probe", said="a part") if request.htmx else page("probe", said="a page")


@post("/probe", name="probe.do", opt=done_by())
async def do() -> SeeOther:
    return see_other("probe", q="a b", empty=None)


@post("/probe/party", name="probe.party", opt=done_by())
async def party(visitor: NamedDependency[Visitor]) -> Response[str]:
    return Response(str(visitor.party()))


@get("/probe/party", name="probe.known", opt=seen_by())
async def known(visitor: NamedDependency[Visitor]) -> Response[str]:
    return Response(f"{visitor.party_id} {visitor.ip}")


@get("/probe/refusals/{kind:str}", name="probe.refusal", opt=seen_by())
async def refuse(kind: FromPath[str]) -> None:
    raise REFUSALS[kind]


@post("/probe/refusals/{kind:str}", name="probe.refused_deed", opt=done_by())
async def refuse_deed(kind: FromPath[str]) -> None:
    raise REFUSALS[kind]


@get("/probe/broken", name="probe.broken", opt=seen_by())
async def broken() -> Rendered:
    return page("broken")


@post("/probe/form", name="probe.form", opt=done_by())
async def form(data: JSONBody[Form]) -> Response[int]:
    return Response(data.quantity)


@post("/probe/upload", name="probe.upload", request_max_body_size=2_000_000, opt=done_by())
async def upload(request: Request) -> Response[str]:
    return Response(str(sum([len(chunk) async for chunk in request.stream()])))


@post("/probe/file", name="probe.file", request_max_body_size=20_000_000, opt=done_by())
async def file(request: Request) -> Response[str]:
    return Response(str(len(await (await request.form())["file"].read())))


@post("/probe/sign-in", name="probe.sign_in", opt=done_by(rate=Rate.SIGN_IN))
async def sign_in() -> Response[str]:
    return Response("in")


@get("/probe/stream", name="probe.stream", opt=seen_by())
async def stream() -> Stream:
    async def words() -> AsyncIterator[str]:
        for number in range(3):
            yield f"word {number} " * 200

    return Stream(words(), media_type="text/html")


@get_page("/showcase", name="probe.showcase", opt=seen_by())
async def showcase() -> Rendered:
    return page("admin/components", sheet="shop", goods=(), **samples())


ROUTES = [show, do, party, known, refuse, refuse_deed, broken, form, upload, file, sign_in, stream, showcase]
