"""The pictures of a product: uploaded, described, ordered and taken down, each by a form of its own."""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from app.admin import conflicts, forms, picture_forms, removals, uploading
from app.admin import product_forms as sheets
from app.admin.conflicts import Clash
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.picture_forms import Sheet
from app.admin.refusals import answered
from app.admin.removals import Question
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

DONE: Final = ("added", "described", "moved", "removed", "chosen")


@get_page("/products/{product_id:uuid}/pictures", name="admin.pictures", opt=seen_by(P.PRODUCTS_READ))
async def show(request: Request, product_id: FromPath[UUID]) -> Rendered:
    done = forms.asked(request, "done")
    return await _page(product_id, NOTHING_REFUSED, done if done in DONE else "")


@post(
    "/products/{product_id:uuid}/pictures",
    name="admin.add_pictures",
    opt=done_by(P.PRODUCTS_WRITE),
    request_max_body_size=uploading.LARGEST,
    status_code=200,
)
async def add(request: Request, product_id: FromPath[UUID]) -> Response[None]:
    async with uploading.place():
        files = await uploading.pictures(request, "files")

        async def deed(_: Fields) -> None:
            await catalog.add_pictures(product_id, files)

        return await _done(request, product_id, "add", "added", deed)


@post(
    "/products/{product_id:uuid}/pictures/{picture_id:uuid}",
    name="admin.describe_picture",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
)
async def describe(request: Request, product_id: FromPath[UUID], picture_id: FromPath[UUID]) -> Response[None]:
    async def deed(fields: Fields) -> None:
        focus = forms.choice(catalog.Focus, fields.get("focus", "")) or catalog.Focus.CENTRE
        revision = forms.revision(fields)
        await catalog.describe_picture(product_id, picture_id, fields.get("alt", ""), focus, revision=revision)

    sheet = picture_forms.one(picture_id)
    return await _done(request, product_id, f"picture-{picture_id}", "described", deed, sheet)


@post(
    "/products/{product_id:uuid}/pictures/words",
    name="admin.describe_pictures",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
)
async def describe_silent(request: Request, product_id: FromPath[UUID]) -> Response[None]:
    async def deed(fields: Fields) -> None:
        typed = {name.removeprefix("alt-"): alt for name, alt in fields.items() if name.startswith("alt-")}
        said = {forms.identity(key): alt for key, alt in typed.items()}
        await catalog.describe_pictures(product_id, said, revision=forms.revision(fields))

    return await _done(request, product_id, "words", "described", deed, picture_forms.SILENT)


@post(
    "/products/{product_id:uuid}/pictures/{picture_id:uuid}/place",
    name="admin.move_picture",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
)
async def move(request: Request, product_id: FromPath[UUID], picture_id: FromPath[UUID]) -> Response[None]:
    async def deed(fields: Fields) -> None:
        step = forms.choice(catalog.Step, fields.get("step", ""))
        if step is None:
            raise Invalid("Say where the picture goes.")
        await catalog.move_picture(product_id, picture_id, step, revision=forms.revision(fields))

    return await _done(request, product_id, f"place-{picture_id}", "moved", deed)


@get_page(
    "/products/{product_id:uuid}/pictures/{picture_id:uuid}/removal",
    name="admin.ask_picture_removal",
    opt=seen_by(P.PRODUCTS_WRITE),
)
async def ask(product_id: FromPath[UUID], picture_id: FromPath[UUID]) -> Rendered:
    product = await catalog.find_product(product_id)
    shown = product.picture(picture_id)
    alt = f"“{shown.alt}”" if shown.alt else "The picture"
    told = f"{alt} is removed with its description. Carts and orders that show it keep it."
    here, hidden = {"product_id": str(product_id)}, {"revision": str(product.revision or "")}
    deed, back = ("admin.remove_picture", here | {"picture_id": str(picture_id)}), ("admin.pictures", here)
    return removals.ask(Question("Remove this picture?", told, deed, back, product.title, hidden))


@post(
    "/products/{product_id:uuid}/pictures/{picture_id:uuid}/removal",
    name="admin.remove_picture",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
)
async def remove(request: Request, product_id: FromPath[UUID], picture_id: FromPath[UUID]) -> Response[None]:
    async def deed(fields: Fields) -> None:
        await catalog.remove_picture(product_id, picture_id, revision=forms.revision(fields))

    return await _done(request, product_id, f"place-{picture_id}", "removed", deed)


@post(
    "/products/{product_id:uuid}/variant-pictures",
    name="admin.choose_pictures",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
)
async def choose(request: Request, product_id: FromPath[UUID]) -> Response[None]:
    async def deed(fields: Fields) -> None:
        chosen = {
            forms.identity(name.removeprefix("variant-")): forms.identity(value) if value else None
            for name, value in fields.items()
            if name.startswith("variant-")
        }
        await catalog.choose_variant_pictures(product_id, chosen, revision=forms.revision(fields))

    return await _done(request, product_id, "variants", "chosen", deed, picture_forms.CHOICES)


async def _done(
    request: Request,
    product_id: UUID,
    form: str,
    done: str,
    deed: Callable[[Fields], Awaitable[None]],
    sheet: Sheet | None = None,
) -> Response[None]:
    """Where two may have filled in the same `sheet`, the slower is shown both versions."""
    fields, clash = await forms.typed(request), None
    try:
        if sheet:
            clash = await _clash_of(product_id, fields, deed, sheet)
        else:
            await deed(fields)
    except catalog.Conflict as refusal:
        return await _page(product_id, Refused(form, refusal), "")
    except Refusal as refusal:
        return await _page(product_id, Refused(form, refusal, fields), "")
    if clash and sheet:
        title = (await catalog.find_product(product_id)).title
        where = {name: str(value) for name, value in request.path_params.items()}
        return conflicts.shown(clash, title, sheet.save, "admin.pictures", **where)
    return see_other("admin.pictures", product_id=str(product_id), done=done)


async def _clash_of(
    product_id: UUID, typed: Fields, deed: Callable[[Fields], Awaitable[None]], sheet: Sheet
) -> Clash | None:
    fields = conflicts.settled(typed, sheet.shown(await catalog.find_product(product_id)))

    async def save(revision: UUID) -> None:
        await deed(fields | {"revision": str(revision)})

    async def look() -> Clash:
        product = await catalog.find_product(product_id)
        labels = {name: label for name, label in sheet.labels(product).items() if name in fields}
        return conflicts.clash(fields, sheet.shown(product), labels, product.revision, sheets.worded(product))

    return await conflicts.clash_of(save, forms.revision(fields), look)


async def _page(product_id: UUID, refused: Refused, done: str) -> Rendered:
    """The pictures as they are now, and in the refused form what was typed."""
    product = await catalog.find_product(product_id)
    return page(
        "admin/pictures/show", *answered(refused), product=product, refused=refused, done=done, mark=conflicts.mark,
        describing=picture_forms.one, words=picture_forms.SILENT, choosing=picture_forms.CHOICES,
    )  # fmt: skip


routes = [show, add, describe, describe_silent, move, ask, remove, choose]
