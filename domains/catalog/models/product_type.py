"""A product type: which facts its products state of themselves, and in which form."""

from datetime import datetime
from enum import StrEnum

from beanie import Document
from pydantic import BaseModel, Field

from ...shared import clock


class AttributeKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    BOOL = "bool"
    DATE = "date"
    SELECT = "select"
    MULTISELECT = "multiselect"
    COLOUR = "colour"

    @property
    def chosen(self) -> bool:
        """Whether its values are picked from choices."""
        return self in (AttributeKind.SELECT, AttributeKind.MULTISELECT)


class AttributeSpec(BaseModel):
    """`key` names it in products and addresses; `unit` stands behind its value; required of products for sale."""

    key: str
    name: str
    kind: AttributeKind
    required: bool = False
    filterable: bool = False
    choices: list[str] = Field(default_factory=list)
    unit: str = ""


class ProductType(Document):
    """`touched_at` is written by whoever gives a product this type, so that its removal at the same time must wait."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    name: str
    attributes: list[AttributeSpec] = Field(default_factory=list)
    touched_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "product_types"
        use_revision = True

    def attribute(self, key: str) -> AttributeSpec | None:
        return next((spec for spec in self.attributes if spec.key == key), None)
