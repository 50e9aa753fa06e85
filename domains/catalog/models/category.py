"""A node of the category tree; its path is its id: `kitchen/knives` below `kitchen`."""

from typing import ClassVar

from beanie import Document
from pymongo import ASCENDING, IndexModel


class Category(Document):
    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    name: str
    description: str = ""
    picture: str | None = None
    position: int = 0
    parent: str = ""

    class Settings:
        name = "categories"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("parent", ASCENDING), ("position", ASCENDING)])]

    @property
    def path(self) -> str:
        return self.id
