"""Editorial pages: delivery, returns, contact and what else the shop says in words of its own."""

from litestar.params import FromPath

from app.gateway import editorial
from app.requests import get_page
from app.responses import Rendered, page
from app.security.declarations import seen_by
from domains import catalog

from . import forms


@get_page("/pages/{key:str}", name="article.show", opt=seen_by())
async def show(key: FromPath[str]) -> Rendered:
    article = await catalog.article(forms.text(key))
    return page("article/show", key=article.id, article=await editorial.read(article), updated=article.updated_at)
