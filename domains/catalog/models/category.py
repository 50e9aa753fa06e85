"""A node of the category tree; its path is its id: `kitchen/knives` below `kitchen`."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from ...shared import clock


class Category(Document):
    """`hidden`: neither it nor what lies below is shown or sold. `order` are the products it shows first.

    `touched_at` is written by whoever relies on it staying where it is, so that a move at the same time must wait.
    """

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    name: str
    description: str = ""
    picture: str | None = None
    position: int = 0
    parent: str = ""
    hidden: bool = False
    order: list[UUID] = Field(default_factory=list)
    seo_title: str = ""
    seo_description: str = ""
    touched_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "categories"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("parent", ASCENDING), ("position", ASCENDING)])]

    @property
    def path(self) -> str:
        return self.id


class FormerPath(Document):
    """Where a category was before it moved; a category that is there now comes first."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    path: str

    class Settings:
        name = "former_paths"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("path", ASCENDING)])]
