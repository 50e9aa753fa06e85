"""The picture of a category: a file of its own, or one of its products'; without any the first of those stands in."""

from collections.abc import Callable
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared.errors import Invalid
from ...shared.media import PictureRefused, check_picture, save_picture
from ..categories.branches import changed_category, find_category
from ..database import documents
from ..events import PicturesSaved
from ..models import Category
from ..products.queries import category_pictures
from .editing import PictureUpload


async def hang_category_picture(path: str, file: PictureUpload | None, *, revision: UUID | None) -> Category:
    """Cleaned like every picture, its sizes made by the worker. Invalid says why a file is none."""
    if file is None:
        raise Invalid("Choose a picture first.", {"file": "Choose a picture first."})
    try:
        await check_picture(await file.read())
    except PictureRefused as refused:
        told = f"{file.name}: {refused.message}"
        raise Invalid(told, {"file": told}) from None
    saved = await save_picture(await file.read())

    async def tell(session: AsyncClientSession) -> None:
        await documents.record(session, PicturesSaved((saved.key,)))

    return await changed_category(path, _showing(saved.key), revision=revision, tell=tell)


async def choose_category_picture(path: str, key: str, *, revision: UUID | None) -> Category:
    """One of those that `category_pictures` offers, or the one it has; empty takes its own down."""
    if key and key not in ((await find_category(path)).picture, *dict(await category_pictures(path))):
        raise Invalid("Choose one of those offered.", {"picture": "Choose one of those offered."})
    return await changed_category(path, _showing(key or None), revision=revision)


def _showing(key: str | None) -> Callable[[Category], None]:
    def show(category: Category) -> None:
        category.picture = key

    return show
