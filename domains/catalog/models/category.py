"""A node of the category tree; its path is its id: `kitchen/knives` below `kitchen`."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from ...shared import clock
from ...shared.ids import new_id


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
        use_revision = True
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("parent", ASCENDING), ("position", ASCENDING)])]

    @property
    def path(self) -> str:
        return self.id

    @property
    def revision(self) -> UUID | None:
        return self.revision_id


class FormerPath(Document):
    """Where a category was before it moved; a category that is there now comes first."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    path: str

    class Settings:
        name = "former_paths"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("path", ASCENDING)])]


class CategoryMove(Document):
    """A branch on its way from `path` to `wanted`, below `parent`; gone when all of it has arrived."""

    id: UUID = Field(default_factory=new_id)  # type: ignore[assignment]  # how Beanie lets us choose the key
    path: str
    wanted: str
    parent: str
    begun_at: datetime = Field(default_factory=clock.now)
    touched_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "category_moves"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("touched_at", ASCENDING)])]

    def renamed(self, path: str) -> str:
        """Where it will be: any other stays where it is."""
        return self.wanted + path[len(self.path) :] if within(path, self.path) else path


def within(path: str, branch: str) -> bool:
    """Whether it is the branch itself, or lies below it."""
    return path == branch or path.startswith(f"{branch}/")
