"""Editorial pages for staff: written in Markdown, looked at before they are saved, every version kept."""

from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import article_forms, conflicts, forms
from app.admin import product_forms as sheets
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.gateway import editorial
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog, users
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

DONE: Final = {
    "saved": "The page is saved. Within half a minute every footer knows of it.",
    "restored": "The earlier version is back, as the newest one.",
}


@get_page("/articles", name="admin.articles", opt=seen_by(P.PAGES_READ))
async def index() -> Rendered:
    return page("admin/articles/index", titles=catalog.ARTICLES, kept=await catalog.kept_articles())


@get_page("/articles/{key:str}", name="admin.article", opt=seen_by(P.PAGES_READ))
async def show(request: Request, key: FromPath[str]) -> Rendered:
    return await _form(key, NOTHING_REFUSED, forms.done(request, DONE))


@post("/articles/{key:str}", name="admin.save_article", opt=done_by(P.PAGES_WRITE), status_code=200)
async def save(request: Request, key: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = conflicts.settled(await sheets.typed(request), await _current(key))
    try:
        details, revision = article_forms.details(fields), article_forms.revision(fields)
        await catalog.save_article(key, details, revision=revision, actor=staff.email)
    except catalog.Conflict:
        return await _clash(key, fields)
    except Refusal as refusal:
        return await _form(key, Refused("article", refusal, fields))
    return see_other("admin.article", key=key, done="saved")


@post(
    "/articles/{key:str}/preview",
    name="admin.preview_article",
    opt=done_by(P.PAGES_WRITE, recorded=False),
    status_code=200,
)
async def preview(request: Request, key: FromPath[str]) -> Response[None]:
    """What is typed as shoppers would see it; nothing is kept."""
    fields = await sheets.typed(request)
    details = article_forms.details(fields)
    try:
        catalog.check_article(details)
    except Invalid as refusal:
        return await _form(key, Refused("article", refusal, fields))
    return page("article/show", key=key, article=await editorial.read(details), preview=True)


@get_page("/articles/{key:str}/versions", name="admin.article_versions", opt=seen_by(P.PAGES_READ))
async def versions(key: FromPath[str]) -> Rendered:
    article = await catalog.find_article(key)
    found = await catalog.article_versions(key)
    return page("admin/articles/versions", key=key, title=_title(article, key), versions=found)


@get_page("/articles/{key:str}/versions/{version_id:uuid}", name="admin.article_version", opt=seen_by(P.PAGES_READ))
async def version(key: FromPath[str], version_id: FromPath[UUID]) -> Rendered:
    """With what it changed of the one before."""
    own, every = await catalog.article_version(key, version_id), await catalog.article_versions(key)
    earlier = next((each.text for each in every if each.id < own.id), "")
    article = await catalog.find_article(key)
    return page(
        "admin/articles/version", key=key, version=own, title=_title(article, key),
        lines=list(article_forms.changes(earlier, own.text)), newest=own.id == every[0].id,
        revision=str(article.revision or "") if article else "",
    )  # fmt: skip


@post(
    "/articles/{key:str}/versions/{version_id:uuid}",
    name="admin.restore_article",
    opt=done_by(P.PAGES_WRITE),
    status_code=200,
)
async def restore(
    request: Request, key: FromPath[str], version_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await sheets.typed(request)
    own = await catalog.article_version(key, version_id)
    details = article_forms.details(article_forms.described(own, key))
    await catalog.save_article(key, details, revision=article_forms.revision(fields), actor=staff.email)
    return see_other("admin.article", key=key, done="restored")


async def _form(key: str, refused: Refused, done: str = "") -> Rendered:
    """The page as it is now; in a refused form what was typed, also the revision it was typed over."""
    article, shown = await catalog.find_article(key), await _current(key)
    fields = dict(refused.fields) if refused.of("article") else shown
    return page(
        "admin/articles/show", *answered(refused), key=key, article=article, title=_title(article, key),
        fields=fields, refused=refused, done=done, was=fields.get("was") or conflicts.mark(shown),
        revision=fields.get("revision", str(article.revision or "") if article else ""),
    )  # fmt: skip


async def _clash(key: str, typed: Fields) -> Rendered:
    article = await catalog.find_article(key)
    revision = article.revision if article else None
    clash = conflicts.clash(typed, await _current(key), article_forms.LABELS, revision)
    return conflicts.shown(clash, _title(article, key), "admin.save_article", "admin.article", key=key)


async def _current(key: str) -> Fields:
    return article_forms.described(await catalog.find_article(key), key)


def _title(article: catalog.Article | None, key: str) -> str:
    return article.title if article else catalog.ARTICLES[key]


routes = [index, show, save, preview, versions, version, restore]
