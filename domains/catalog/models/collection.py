"""A collection: products gathered by hand, or all that fulfil a rule."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from ...shared import clock
from ...shared.ids import new_id
from ..decimals import plain_decimal

if TYPE_CHECKING:
    from .product import Product


class CollectionKind(StrEnum):
    MANUAL = "manual"
    RULE = "rule"


class ConditionField(StrEnum):
    """`AGE`: first to be seen at most so many days ago. `PRICE`: the lowest regular price, in minor units."""

    TAG = "tag"
    CATEGORY = "category"
    PRICE_FROM = "price_from"
    PRICE_TO = "price_to"
    ATTRIBUTE = "attribute"
    AGE = "age"


class RuleCondition(BaseModel):
    """`key` names the attribute; every other field has none. `moving_to`: the category's other path while it moves."""

    field: ConditionField
    value: str
    key: str = ""
    moving_to: str = ""

    def holds(self, product: "Product", moment: datetime) -> bool:
        match self.field:
            case ConditionField.TAG:
                return self.value.casefold() in {tag.casefold() for tag in product.tags}
            case ConditionField.CATEGORY:
                paths = filter(None, (self.value, self.moving_to))
                return any(f"{product.category}/".startswith(f"{path}/") for path in paths)
            case ConditionField.PRICE_FROM:
                return product.price_from.amount >= int(self.value)
            case ConditionField.PRICE_TO:
                return product.price_from.amount <= int(self.value)
            case ConditionField.ATTRIBUTE:
                return self._answered(product)
            case ConditionField.AGE:
                since = product.appeared_at
                return since is not None and moment < since + timedelta(days=int(self.value))

    def _answered(self, product: "Product") -> bool:
        answer = product.attributes.get(self.key)
        if answer is None:
            return False
        if isinstance(answer, bool):
            return self.value.casefold() == ("yes" if answer else "no")
        answers = answer if isinstance(answer, list) else [str(answer)]
        return not {self.value.casefold(), plain_decimal(self.value)}.isdisjoint(each.casefold() for each in answers)


class Collection(Document):
    """`products` are those of a manual one in their order; `match_all` false: one condition is enough. `touched_at` is
    written by whoever relies on its staying, so that a removal at the same time must wait."""

    id: UUID = Field(default_factory=new_id)  # type: ignore[assignment]  # how Beanie lets us choose the key
    slug: str
    title: str
    description: str = ""
    kind: CollectionKind = CollectionKind.MANUAL
    conditions: list[RuleCondition] = Field(default_factory=list)
    match_all: bool = True
    products: list[UUID] = Field(default_factory=list)
    hidden: bool = False
    seo_title: str = ""
    seo_description: str = ""
    updated_at: datetime = Field(default_factory=clock.now)
    touched_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "collections"
        use_revision = True
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("kind", ASCENDING), ("title", ASCENDING)])]

    @property
    def revision(self) -> UUID | None:
        return self.revision_id

    @property
    def by_rule(self) -> bool:
        return self.kind is CollectionKind.RULE

    @property
    def ages(self) -> bool:
        """Whether products leave it as time passes."""
        return any(condition.field is ConditionField.AGE for condition in self.conditions)

    def takes(self, product: "Product", moment: datetime) -> bool:
        """Whether the rule holds for this product. A rule that says nothing takes nothing."""
        held = [condition.holds(product, moment) for condition in self.conditions]
        return bool(held) and (all(held) if self.match_all else any(held))


class CollectionClaim(Document):
    """Its address; kept when the collection moves on to another, so that old links lead to the new one."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    collection_id: UUID

    @property
    def held_by(self) -> UUID:
        return self.collection_id

    class Settings:
        name = "collection_claims"
