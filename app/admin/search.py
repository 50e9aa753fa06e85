"""The search for staff: how far it is behind, what shoppers did not find, and what to teach it."""

from litestar import Response, post

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog
from domains.shared.errors import Refusal
from domains.users import Permission as P

DONE = {
    "taught": "The search has learnt it; within two seconds all shoppers have it.",
    "forgotten": "The search has forgotten it.",
    "rebuild": "Every host builds its index anew and answers from the old one until then.",
}


@get_page("/search", name="admin.search", opt=seen_by(P.SEARCH_READ))
async def show(request: Request) -> Rendered:
    typed = {"typed": forms.asked(request, "typed")}
    return await _page(NOTHING_REFUSED, typed, forms.done(request, DONE))


@post("/search/words", name="admin.teach", opt=done_by(P.SEARCH_WRITE), status_code=200)
async def teach(request: Request) -> Response[None]:
    fields = await forms.typed(request)
    synonyms = [each.strip() for each in fields.get("synonyms", "").split(",") if each.strip()]
    try:
        await catalog.teach(fields.get("typed", ""), synonyms, fields.get("target", ""))
    except Refusal as refusal:
        return await _page(Refused("word", refusal, fields), {}, "")
    return see_other("admin.search", done="taught")


@post("/search/words/removal", name="admin.unlearn", opt=done_by(P.SEARCH_WRITE), status_code=200)
async def unlearn(request: Request) -> Response[None]:
    await catalog.unlearn((await forms.typed(request)).get("typed", ""))
    return see_other("admin.search", done="forgotten")


@post("/search/rebuild", name="admin.rebuild_search", opt=done_by(P.SEARCH_WRITE), status_code=200)
async def rebuild(request: Request) -> Response[None]:
    await catalog.rebuild_search()
    return see_other("admin.search", done="rebuild")


async def _page(refused: Refused, typed: dict[str, str], done: str) -> Rendered:
    return page(
        "admin/search",
        *answered(refused),
        lag=await catalog.search_index.lag(),
        words=await catalog.taught(),
        fruitless=await catalog.fruitless(),
        fruitful=await catalog.fruitful(20),
        refused=refused,
        typed=typed,
        done=done,
    )


routes = [show, teach, unlearn, rebuild]
