"""Collections for staff: by hand in an order, or by a rule that keeps itself up to date."""

from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from app.admin import choices, forms
from app.admin import product_forms as sheets
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from domains import catalog
from domains.shared.errors import Refusal
from domains.shared.money import Money
from domains.shared.settings import settings

Fields = dict[str, str]
DONE: Final = {
    "created": "The collection is made. It is hidden until you show it.",
    "saved": "The collection is saved. A new rule is applied to every product within a moment.",
    "removed": "The collection is removed.",
}
AMOUNTS: Final = (catalog.ConditionField.PRICE_FROM, catalog.ConditionField.PRICE_TO)
SPARE: Final = 2  # empty rows after those that say something


@get_page("/collections", name="admin.collections")
async def index(request: Request) -> Rendered:
    return await _index(NOTHING_REFUSED, forms.done(request, DONE))


@post("/collections", name="admin.create_collection", status_code=200)
async def create(request: Request) -> Response[None]:
    fields = await sheets.typed(request)
    kind = forms.choice(catalog.CollectionKind, fields.get("kind", "")) or catalog.CollectionKind.MANUAL
    try:
        made = await catalog.create_collection(fields.get("title", ""), kind)
    except Refusal as refusal:
        return await _index(Refused("new", refusal, fields))
    return see_other("admin.collection", collection_id=str(made.id), done="created")


@get_page("/collections/{collection_id:uuid}", name="admin.collection")
async def show(request: Request, collection_id: FromPath[UUID]) -> Rendered:
    return await _form(collection_id, NOTHING_REFUSED, forms.done(request, DONE))


@post("/collections/{collection_id:uuid}", name="admin.save_collection", status_code=200)
async def save(request: Request, collection_id: FromPath[UUID]) -> Response[None]:
    fields = await sheets.typed(request)
    try:
        revision = forms.revision(fields)
        await catalog.change_collection(collection_id, _details(fields), revision=revision)
    except Refusal as refusal:
        return await _form(collection_id, Refused("collection", refusal, fields))
    return see_other("admin.collection", collection_id=str(collection_id), done="saved")


@post("/collections/{collection_id:uuid}/removal", name="admin.remove_collection", status_code=200)
async def remove(collection_id: FromPath[UUID]) -> Response[None]:
    await catalog.remove_collection(collection_id)
    return see_other("admin.collections", done="removed")


def _details(fields: Fields) -> catalog.CollectionDetails:
    return catalog.CollectionDetails(
        title=fields.get("title", ""),
        slug=fields.get("slug", ""),
        description=fields.get("description", ""),
        products=tuple(fields.get("products", "").split()),
        conditions=tuple(_conditions(fields)),
        match_all=fields.get("match", "all") == "all",
        hidden=fields.get("hidden", "") == "yes",
        seo_title=fields.get("seo_title", ""),
        seo_description=fields.get("seo_description", ""),
    )


def _conditions(fields: Fields) -> list[catalog.RuleCondition]:
    """The rows that say what they are about."""
    found = []
    for row in range(40):
        field = forms.choice(catalog.ConditionField, fields.get(f"field-{row}", ""))
        value = fields.get(f"value-{row}", "")
        if field is None:
            continue
        if field in AMOUNTS:
            value = str(forms.amount(value, settings().shop_currency, f"value-{row}").amount)
        attribute = field is catalog.ConditionField.ATTRIBUTE
        found.append(
            catalog.RuleCondition(field=field, value=value, key=fields.get(f"key-{row}", "") if attribute else "")
        )
    return found


def rows(collection: catalog.Collection) -> list[Fields]:
    """The rule as its form shows it, and some empty rows."""
    said = [
        {
            "field": each.field.value,
            "key": each.key,
            "value": _amount(each.value) if each.field in AMOUNTS else each.value,
        }
        for each in collection.conditions
    ]
    return said + [{"field": "", "key": "", "value": ""}] * SPARE


def _amount(minor_units: str) -> str:
    return str(Money(int(minor_units), settings().shop_currency).decimal)


async def _index(refused: Refused, done: str = "") -> Rendered:
    found = await catalog.collections()
    return page("admin/collections/index", *answered(refused), refused=refused, done=done, found=found)


async def _form(collection_id: UUID, refused: Refused, done: str = "") -> Rendered:
    found = await catalog.find_collection(collection_id)
    members = "\n".join(each.slug for each in await catalog.products_of(found.products))
    return page(
        "admin/collections/show", *answered(refused), collection=found, rows=rows(found), members=members,
        refused=refused, done=done, categories=await choices.categories(), currency=settings().shop_currency,
        attributes=[(spec.key, spec.name) for kind in await catalog.product_types() for spec in kind.attributes],
    )  # fmt: skip


routes = [index, create, show, save, remove]
