"""Collections as staff keep them, and as shoppers find them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.errors import Invalid
from ...shared.ids import new_id
from ...shared.remembering import Remembered
from .. import finding
from ..categories.branches import rely_on
from ..database import documents
from ..errors import Conflict, Moved, Unknown
from ..models import (
    Collection,
    CollectionClaim,
    CollectionKind,
    ConditionField,
    Product,
    RuleCondition,
)
from ..products.called import products_called
from ..slugs import slugify
from .membership import rule_changed

MOST_BY_HAND: Final = 1000
MOST_CONDITIONS: Final = 20
MOST_REMEMBERED: Final = 500
HIGHEST_AGE: Final = 3650  # days
_remembered: dict[str, Remembered[Collection]] = {}  # by address, of those that are shown


@dataclass(frozen=True)
class CollectionDetails:
    """`products` are SKUs or addresses, in their order, of a collection made by hand; `conditions` are a rule's."""

    title: str
    slug: str = ""
    description: str = ""
    products: tuple[str, ...] = ()
    conditions: tuple[RuleCondition, ...] = ()
    match_all: bool = True
    hidden: bool = False
    seo_title: str = ""
    seo_description: str = ""


async def collection(slug: str) -> Collection:
    """For shoppers, up to a second old. Moved when the address is one it had before; Unknown when there is none to be
    shown."""
    remembered = _remembered.get(slug) or Remembered(lambda: _shown(slug))
    found = await remembered.look()
    if slug not in _remembered:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[slug] = remembered
    return found


async def shown_collections() -> list[Collection]:
    """For shoppers, by title, up to a second old."""
    return await _all_shown.look()


def forget_collections() -> None:
    """This process has changed some: use them at once."""
    _remembered.clear()
    _all_shown.forget()


async def _shown(slug: str) -> Collection:
    found = await finding.claimed(Collection, CollectionClaim, slug)
    if found is None or found.hidden:
        raise Unknown("We could not find this collection.")
    if found.slug != slug:
        raise Moved(found.slug)
    return found


async def find_collection(collection_id: UUID) -> Collection:
    return await finding.one(Collection, collection_id, "There is no such collection.")


async def collections() -> list[Collection]:
    """All of them, for staff, by title."""
    kinds = [kind.value for kind in CollectionKind]
    return await Collection.find({"kind": {"$in": kinds}}).sort("title").to_list()


async def _those_shown() -> list[Collection]:
    return [each for each in await collections() if not each.hidden]


_all_shown = Remembered(_those_shown)


async def create_collection(title: str, kind: CollectionKind) -> Collection:
    """Empty at first, and hidden until it is shown."""

    async def work(session: AsyncClientSession) -> Collection:
        made = Collection(slug="", title=_checked_title(title), kind=kind, hidden=True)
        await _claim(session, made, slugify(title))
        return await made.insert(session=session)

    return await documents.transaction(work)


async def change_collection(collection_id: UUID, details: CollectionDetails, *, revision: UUID | None) -> Collection:
    """Conflict when somebody was first. A new rule is applied to every product a moment later."""

    async def work(session: AsyncClientSession) -> Collection:
        found = await Collection.find_one({"_id": collection_id}, session=session)
        if found is None:
            raise Unknown("There is no such collection.")
        if revision is not None and found.revision != revision:
            raise Conflict("collection")
        before = (found.conditions, found.match_all)
        await _describe(session, found, details)
        await found.replace(session=session)
        if found.by_rule and before != (found.conditions, found.match_all):
            await rule_changed(session, found.id)
        return found

    changed = await documents.transaction(work)
    forget_collections()
    return changed


async def remove_collection(collection_id: UUID, *, revision: UUID | None = None) -> None:
    """Its address stays taken, so that no other page ever stands where this one was linked to. Conflict when somebody
    has changed it."""

    async def work(session: AsyncClientSession) -> None:
        found = await Collection.find_one({"_id": collection_id}, session=session)
        if found is None:
            raise Unknown("There is no such collection.")
        if revision is not None and found.revision != revision:
            raise Conflict("collection")
        await _set_members(session, found, [])
        await found.delete(session=session)
        await rule_changed(session, found.id)

    await documents.transaction(work)
    forget_collections()


async def _describe(session: AsyncClientSession, found: Collection, details: CollectionDetails) -> None:
    found.title, found.description = _checked_title(details.title), details.description.strip()
    found.hidden, found.match_all = details.hidden, details.match_all
    found.seo_title, found.seo_description = details.seo_title, details.seo_description
    found.updated_at = clock.now()
    wanted = slugify(details.slug) or found.slug
    if wanted != found.slug:
        await _claim(session, found, wanted)
    if found.by_rule:
        found.conditions = await _checked(session, details.conditions)
    else:
        await _set_members(session, found, await _named(session, details.products))


async def _claim(session: AsyncClientSession, found: Collection, slug: str) -> None:
    held = await CollectionClaim.find_one({"_id": slug}, session=session)
    if held is None:
        await CollectionClaim(id=slug, collection_id=found.id).insert(session=session)
    elif held.collection_id != found.id:
        told = "Another collection has this address, or had it before."
        raise Invalid(told, {"slug": told, "title": told})
    found.slug = slug


async def _set_members(session: AsyncClientSession, found: Collection, members: Sequence[UUID]) -> None:
    """Written to the products too, each with a new revision so that no write in flight undoes it."""
    products = Product.get_pymongo_collection()
    gone, come = list(set(found.products) - set(members)), list(set(members) - set(found.products))
    for deed, ids in (("$pull", gone), ("$addToSet", come)):
        if ids:
            change = {deed: {"collections": found.id}, "$set": {"revision_id": new_id()}}
            await products.update_many({"_id": {"$in": ids}}, change, session=session)
    found.products = list(members)


async def product_ids(names: Sequence[str], field: str) -> tuple[UUID, ...]:
    """Of products named by a SKU or an address; Invalid names `field` where one is unknown."""
    return tuple(await _named(None, names, field))


async def _named(session: AsyncClientSession | None, names: Sequence[str], field: str = "products") -> list[UUID]:
    if len(names) > MOST_BY_HAND:
        told = f"At most {MOST_BY_HAND} products by hand; a rule takes any number."
        raise Invalid(told, {field: told})
    found = await products_called(names, session)
    if unknown := [name for name, product_id in found.items() if product_id is None]:
        told = f"We know no product with the SKU or address “{unknown[0]}”."
        raise Invalid(told, {field: told})
    return list(dict.fromkeys(each for each in found.values() if each is not None))


async def _checked(session: AsyncClientSession, conditions: Sequence[RuleCondition]) -> list[RuleCondition]:
    wrong: dict[str, str] = {}
    for row, condition in enumerate(conditions):
        if told := _problem(condition):
            wrong[f"value-{row}"] = told
        elif condition.field is ConditionField.CATEGORY:
            try:
                await rely_on(session, condition.value)
            except Invalid:
                wrong[f"value-{row}"] = "Choose a category that exists."
    if len(conditions) > MOST_CONDITIONS:
        wrong["value-0"] = f"A rule has at most {MOST_CONDITIONS} conditions."
    if wrong:
        raise Invalid("Some conditions cannot be saved as they are.", wrong)
    return list(conditions)


def _problem(condition: RuleCondition) -> str:
    number = int(condition.value) if condition.value.isascii() and condition.value.isdigit() else -1
    match condition.field:
        case ConditionField.PRICE_FROM | ConditionField.PRICE_TO:
            return "" if number >= 0 else "Give an amount."
        case ConditionField.AGE:
            return "" if 1 <= number <= HIGHEST_AGE else f"Give a number of days from 1 to {HIGHEST_AGE}."
        case ConditionField.ATTRIBUTE:
            return "" if condition.key and condition.value else "Give an attribute and its value."
        case _:
            return "" if condition.value else "Give a value."


def _checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not slugify(title) or len(title) > 120:
        told = "Give a title with at most 120 characters."
        raise Invalid(told, {"title": told})
    return title
