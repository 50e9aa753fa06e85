"""Product types as staff keep them."""

import re
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ...shared import clock
from ...shared.errors import Invalid
from .. import finding
from ..database import documents
from ..errors import Conflict, Unknown
from ..models import AttributeSpec, Product, ProductType
from ..slugs import slugify

MOST_ATTRIBUTES: Final = 60
LONGEST_NAME: Final = 80
NO_SUCH_TYPE: Final = "There is no such product type."
KEY: Final = re.compile(r"[a-z0-9_-]{1,60}")


async def product_types() -> list[ProductType]:
    """All of them, by name. A shop has a few dozen at most."""
    return sorted(await ProductType.find({}).to_list(), key=lambda each: each.name.casefold())


async def product_type(key: str) -> ProductType:
    return await finding.one(ProductType, key, NO_SUCH_TYPE)


async def find_product_type(key: str) -> ProductType | None:
    """None also for a product without a type."""
    return await ProductType.get(key) if key else None


async def check_complete(product: Product) -> None:
    kind = await find_product_type(product.type)
    missing = [
        spec.name for spec in (kind.attributes if kind else ()) if spec.required and spec.key not in product.attributes
    ]
    if missing:
        told = f"A product for sale needs this first: {', '.join(missing)}."
        raise Invalid(told, {"status": told})


async def create_product_type(name: str) -> ProductType:
    made = ProductType(id=slugify(name)[:60].strip("-"), name=_checked_name(name))
    try:
        return await made.insert()
    except DuplicateKeyError:
        raise Invalid("There is such a type.", {"name": "There is a product type of this name."}) from None


async def change_product_type(key: str, name: str, attributes: Sequence[AttributeSpec], revision: UUID) -> ProductType:
    """What products answered to an attribute that is gone stays with them, unseen. Conflict when somebody was first."""
    kind = await product_type(key)
    if kind.revision_id != revision:
        raise Conflict("product type")
    kind.name, kind.attributes = _checked_name(name), _checked(attributes)
    try:
        await kind.replace()
    except RevisionIdWasChanged:
        raise Conflict("product type") from None
    return kind


async def remove_product_type(key: str, revision: UUID) -> None:
    """Refused while products are of it. Conflict when somebody has changed it."""

    async def work(session: AsyncClientSession) -> None:
        kind = await ProductType.get(key, session=session)
        if kind is None:
            raise Unknown(NO_SUCH_TYPE)
        if kind.revision_id != revision:
            raise Conflict("product type")
        if await Product.get_pymongo_collection().find_one({"type": key}, {"_id": 1}, session=session):
            raise Invalid("Products are of this type. Give them another first.")
        await kind.delete(session=session)

    await documents.transaction(work)


async def rely_on_types(session: AsyncClientSession, changes: Iterable[tuple[Product | None, Product]]) -> None:
    """In a transaction that gives products their types: these exist, and are not removed before it ends."""
    types = ProductType.get_pymongo_collection()
    for key in sorted({after.type for before, after in changes if after.type and _of_another(before, after)}):
        touched = await types.update_one({"_id": key}, {"$set": {"touched_at": clock.now()}}, session=session)
        if not touched.matched_count:
            raise Invalid(NO_SUCH_TYPE, {"type": "Choose a product type that exists."})


def _of_another(before: Product | None, after: Product) -> bool:
    return before is None or before.type != after.type


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not slugify(name) or len(name) > LONGEST_NAME:
        told = f"Give a name with at most {LONGEST_NAME} characters."
        raise Invalid(told, {"name": told})
    return name


def _checked(attributes: Sequence[AttributeSpec]) -> list[AttributeSpec]:
    """Invalid names the field of the row: `name-0`, `choices-2`."""
    wrong: dict[str, str] = {}
    for row, spec in enumerate(attributes):
        if not spec.name or len(spec.name) > LONGEST_NAME:
            wrong[f"name-{row}"] = f"Give a name with at most {LONGEST_NAME} characters."
        elif not KEY.fullmatch(spec.key):
            wrong[f"name-{row}"] = "Give a name with letters or digits."
        elif any(spec.key == other.key for other in attributes[:row]):
            wrong[f"name-{row}"] = "Another attribute has this name."
        if spec.kind.chosen and not spec.choices:
            wrong[f"choices-{row}"] = "Give what can be chosen, separated by commas."
    if len(attributes) > MOST_ATTRIBUTES:
        wrong["name-0"] = f"A type has at most {MOST_ATTRIBUTES} attributes."
    if wrong:
        raise Invalid("Some details of this type need another look.", wrong)
    return list(attributes)
