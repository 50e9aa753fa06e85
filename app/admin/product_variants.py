"""The variants of a product: what each is like, the options that make them, and one taken away when asked."""

from functools import partial
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import conflicts, forms
from app.admin import product_forms as sheets
from app.admin.conflicts import Clash
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.admin.removals import Question
from app.admin.removals import ask as ask_first
from app.gateway import recoding
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog, users
from domains.shared.errors import Refusal
from domains.users import Permission as P

LARGEST = 2 * 1024 * 1024  # bytes of a form with hundreds of variants


@get_page("/products/{product_id:uuid}/variants", name="admin.variants", opt=seen_by(P.PRODUCTS_WRITE))
async def show(request: Request, product_id: FromPath[UUID]) -> Rendered:
    return await _form(product_id, NOTHING_REFUSED, done=forms.asked(request, "done"))


@post(
    "/products/{product_id:uuid}/variants",
    name="admin.save_variants",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
    request_max_body_size=LARGEST,
)
async def save(request: Request, product_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await sheets.typed(request)
    product = await catalog.find_product(product_id)
    fields = conflicts.settled(fields, sheets.varied(product))

    async def deed(revision: UUID) -> None:
        said = sheets.variants(product, fields)
        await recoding.edit_variants(product_id, said, revision=revision, actor=staff.email)

    try:
        clash = await conflicts.clash_of(deed, forms.revision(fields), partial(_clash, product_id, fields))
    except Refusal as refusal:
        return await _form(product_id, Refused("variants", refusal, fields))
    if clash:
        where = {"product_id": str(product_id)}
        return conflicts.shown(clash, product.title, "admin.save_variants", "admin.variants", **where)
    return see_other("admin.variants", product_id=str(product_id), done="saved")


@post("/products/{product_id:uuid}/options", name="admin.set_options", opt=done_by(P.PRODUCTS_WRITE), status_code=200)
async def set_options(
    request: Request, product_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    product = await catalog.find_product(product_id)
    fields = conflicts.settled(await sheets.typed(request), sheets.optional(product))

    async def deed(revision: UUID) -> None:
        price = forms.amount(fields.get("price", ""), product.currency, "price")
        await catalog.set_options(product_id, sheets.options(fields), price=price, revision=revision, actor=staff.email)

    try:
        clash = await conflicts.clash_of(deed, forms.revision(fields), partial(_options_clash, product_id, fields))
    except Refusal as refusal:
        return await _form(product_id, Refused("options", refusal, fields))
    if clash:
        where = {"product_id": str(product_id)}
        return conflicts.shown(clash, product.title, "admin.set_options", "admin.variants", **where)
    return see_other("admin.variants", product_id=str(product_id), done="options")


@get_page(
    "/products/{product_id:uuid}/variants/{variant_id:uuid}/removal",
    name="admin.ask_removal",
    opt=seen_by(P.PRODUCTS_WRITE),
)
async def ask(product_id: FromPath[UUID], variant_id: FromPath[UUID]) -> Rendered:
    product = await catalog.find_product(product_id)
    variant, here = product.variant_by_id(variant_id), {"product_id": str(product_id)}
    told = (
        f"{variant.name or product.title} can no longer be bought, its stock is no longer offered, and whoever has it "
        "in the cart is told. Orders that hold it stay as they are. Its SKU may be used again."
    )
    deed, back = ("admin.remove_variant", here | {"variant_id": str(variant_id)}), ("admin.variants", here)
    hidden = {"revision": str(product.revision or "")}
    return ask_first(Question(f"Remove {variant.sku}?", told, deed, back, product.title, hidden))


@post(
    "/products/{product_id:uuid}/variants/{variant_id:uuid}/removal",
    name="admin.remove_variant",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
)
async def remove(
    request: Request, product_id: FromPath[UUID], variant_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await sheets.typed(request)
    try:
        await recoding.remove_variant(product_id, variant_id, revision=forms.revision(fields), actor=staff.email)
    except Refusal as refusal:
        return await _form(product_id, Refused("options", refusal))
    return see_other("admin.variants", product_id=str(product_id), done="removed")


async def _form(product_id: UUID, refused: Refused, done: str = "") -> Rendered:
    product = await catalog.find_product(product_id)
    shown, options_were = sheets.varied(product), conflicts.mark(sheets.optional(product))
    fields = dict(refused.fields) if refused.of("variants") else shown
    return page(
        "admin/products/variants", *answered(refused), product=product, fields=fields, refused=refused, done=done,
        revision=fields.get("revision", str(product.revision or "")), was=fields.get("was") or conflicts.mark(shown),
        options_were=options_were,
    )  # fmt: skip


async def _clash(product_id: UUID, typed: Fields) -> Clash:
    product = await catalog.find_product(product_id)
    labels, said = sheets.variant_labels(product), sheets.worded(product)
    return conflicts.clash(typed, sheets.varied(product), labels, product.revision, said)


async def _options_clash(product_id: UUID, typed: Fields) -> Clash:
    product = await catalog.find_product(product_id)
    labels = sheets.option_labels(typed | sheets.optional(product))
    current = dict.fromkeys(labels, "") | sheets.optional(product)
    return conflicts.clash(typed, current, labels, product.revision)


routes = [show, save, set_options, ask, remove]
